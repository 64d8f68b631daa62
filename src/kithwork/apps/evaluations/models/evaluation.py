"""A comparison of two groups: where its numbers come from, how the groups came about, and numbers from a file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Evaluation(models.Model):
    """One instrument, two groups, before and after. From a survey of ours, or from a file."""

    class Assigned(models.TextChoices):
        CHANCE = "chance", _("Chance decided who takes part")
        CHOSEN = "chosen", _("People were chosen, or chose themselves")

    class Domain(models.TextChoices):
        """The library's words for how alike people of one class usually are."""

        BEHAVIOR = "behavior", _("Behavior, skills with others, attitudes")
        ACHIEVEMENT = "achievement", _("School learning")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="evaluations")
    title = models.CharField(max_length=120)
    survey = models.ForeignKey(
        "reflections.Survey", models.CASCADE, null=True, blank=True, related_name="evaluations"
    )
    voice = models.CharField(max_length=7, blank=True, help_text="whose answers, of a survey")
    assigned = models.CharField(max_length=6, choices=Assigned)
    whole_classes = models.BooleanField(default=False)
    domain = models.CharField(max_length=11, choices=Domain)
    file_name = models.CharField(max_length=100, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(survey__isnull=False, file_sha256="") & ~Q(voice="")
                | Q(survey__isnull=True, voice="") & ~Q(file_sha256=""),
                name="evaluation_has_one_source",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Value(models.Model):
    """One number of a file: a coded person in a wave, of an item or a whole scale. Added once, never changed."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="values")
    line = models.PositiveIntegerField(help_text="in the file")
    person = models.CharField(max_length=20)
    group = models.CharField(max_length=10)
    school_class = models.CharField(max_length=20, blank=True)
    wave = models.CharField(max_length=6)
    scale = models.CharField(max_length=60)
    item = models.CharField(max_length=60, blank=True, help_text="empty: the scale as a whole")
    value = models.FloatField(null=True, blank=True, help_text="empty: missing")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "person", "wave", "scale", "item"], name="value_once_a_wave"
            ),
        ]

    def __str__(self) -> str:
        return f"value {self.pk}"
