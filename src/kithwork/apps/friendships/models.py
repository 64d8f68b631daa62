"""A class asked before and after, its roster as it was, and who named whom. An answer is kept for a year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Circle(models.Model):
    """A class or a group that is asked the same question before and after."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="circles")
    section = models.ForeignKey(
        "people.Section", models.SET_NULL, null=True, blank=True, related_name="circles"
    )
    run = models.ForeignKey(
        "runs.Run", models.SET_NULL, null=True, blank=True, related_name="circles"
    )
    title = models.CharField(max_length=80, help_text="what students read: the name of the class")
    question = models.CharField(max_length=20, help_text="key of a question in questions.toml")
    made_at = models.DateTimeField(auto_now_add=True)
    kept_change = models.JSONField(
        null=True, blank=True, help_text="change of the class, kept when answers were erased"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """When a class is asked. Its roster is fixed on the day it opens."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=6, choices=Kind)
    opens_on = models.DateField()
    due_on = models.DateField()
    erased_on = models.DateField(null=True, blank=True)
    kept = models.JSONField(
        null=True, blank=True, help_text="numbers of the class, kept when answers were erased"
    )

    class Meta:
        ordering = ["opens_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "kind"], name="round_once_a_circle"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="round_is_due_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of circle {self.circle_id}"


class Place(models.Model):
    """Somebody on the roster of a round: who may be named, and is asked where permission is there."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="roster")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "student"], name="place_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"


class Naming(models.Model):
    """One answer. The newest of a student counts; taking it back erases whom it named."""

    class Said(models.TextChoices):
        NAMES = "names", _("Named friends")
        NOBODY = "nobody", _("Named nobody")
        PASS = "pass", _("Passed")
        TAKEN_BACK = "taken_back", _("Took it back")

    class Mode(models.TextChoices):
        TYPED = "typed", _("Names typed on the screen")
        LIST = "list", _("From the class list on the screen")
        SPEECH = "speech", _("Said aloud, an adult wrote it down")
        SIGN = "sign", _("Signed, an adult wrote it down")
        SYMBOLS = "symbols", _("With pictures, symbols or pointing, an adult wrote it down")
        DEVICE = "device", _("With a speech device, an adult wrote it down")
        PAPER = "paper", _("On paper, an adult typed it in")
        OBSERVED = "observed", _("A choice that was seen, no words")

    round = models.ForeignKey(Round, models.CASCADE, related_name="namings")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    said = models.CharField(max_length=10, choices=Said)
    named = models.ManyToManyField("people.Student", blank=True, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="who answered, or who wrote it down",
    )  # fmt: skip
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["round", "student"])]

    def __str__(self) -> str:
        return f"naming {self.pk}"
