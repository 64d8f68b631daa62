"""A parting: a peer stops, or two partners change. What was asked stays; what follows is dated beside it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Parting(models.Model):
    """Somebody leaves, or would like another partner. No reason is asked of anybody."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Stops being a partner")
        CHANGE = "change", _("Another partner")

    class Goodbye(models.TextChoices):
        MEET = "meet", _("We meet once more and say goodbye")
        CARD = "card", _("I stop now, and leave a thank-you card")
        NONE = "none", _("I stop now, without a goodbye")

    class Contact(models.TextChoices):
        UNSAID = "", _("I do not know yet")
        HELLO = "hello", _("Say hello when we meet")
        FRIENDS = "friends", _("Do things together now and then")
        APART = "apart", _("Rather not")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="partings")
    kind = models.CharField(max_length=6, choices=Kind)
    student = models.ForeignKey(
        "people.Student", models.CASCADE, related_name="partings", help_text="who leaves or asks"
    )
    partner = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="+",
        help_text="of a change: from whom; empty when somebody stops with everybody",
    )  # fmt: skip
    goodbye = models.CharField(max_length=4, choices=Goodbye)
    contact = models.CharField(max_length=7, choices=Contact, blank=True)
    is_own = models.BooleanField(help_text="said by the student, not by an adult for them")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True, help_text="an adult's, for the coordinator")
    last_on = models.DateField(help_text="the last day they are together")
    replace_by = models.DateField(help_text="by then whoever stays has somebody again")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when times really stopped")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="whoever stays heard it kindly")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["school", "settled_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="leave", partner__isnull=True)
                | Q(kind="change", partner__isnull=False) & ~Q(student=F("partner")),
                name="parting_is_from_one_or_all",
            ),
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(kind="leave", settled_at__isnull=True, taken_back_at__isnull=True),
                name="parting_leave_once",
            ),
            models.UniqueConstraint(
                fields=["student", "partner"],
                condition=Q(kind="change", settled_at__isnull=True, taken_back_at__isnull=True),
                name="parting_change_once",
            ),
        ]

    def __str__(self) -> str:
        return f"parting {self.pk}"

    @property
    def is_leaving(self) -> bool:
        return self.kind == self.Kind.LEAVE

    @property
    def is_open(self) -> bool:
        return self.settled_at is None and self.taken_back_at is None


class PartingWith(models.Model):
    """Somebody who stays: kept when a parting is asked for, for the cards and for the telling."""

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="others")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parting", "student"], name="parting_with_once")
        ]

    def __str__(self) -> str:
        return f"somebody of parting {self.parting_id}"
