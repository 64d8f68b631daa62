"""A card in versions. A version is never changed: it is approved, replaced by the next, or taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kithwork.apps.needs.models import HowAsked


class LineKind(models.TextChoices):
    """How a line begins, so that a card is quick to read."""

    LIKE = "like", _("I like")
    TALK = "talk", _("Talk with me about")
    GOOD_AT = "good_at", _("I am good at")
    ASK_ME = "ask_me", _("The best way to ask me")
    SUPPORT = "support", _("What is good for me")
    NOT = "not", _("Please do not")
    YES_NO = "yes_no", _("How I say yes, no and stop")


class Card(models.Model):
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="about_me_cards")
    version = models.PositiveSmallIntegerField()
    lines = models.JSONField(default=list, help_text="kind, symbol and text of each line")
    how_made = models.CharField(max_length=10, choices=HowAsked)
    made_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    student_ok_on = models.DateField(null=True, blank=True)
    student_ok_how = models.CharField(max_length=10, choices=HowAsked, blank=True)
    family_ok_on = models.DateField(null=True, blank=True)
    family_ok_by = models.CharField(
        max_length=120, blank=True, help_text="the adult of the family, as signed or signed in"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["student", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["student", "version"], name="card_version_once"),
            models.CheckConstraint(
                condition=Q(student_ok_on__isnull=True) | ~Q(student_ok_how=""),
                name="card_ok_says_how",
            ),
            models.CheckConstraint(
                condition=Q(family_ok_on__isnull=True) | ~Q(family_ok_by=""),
                name="card_ok_says_who",
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"

    @property
    def is_approved(self) -> bool:
        return self.student_ok_on is not None and self.family_ok_on is not None
