"""Volunteers, what they protect, and whom they would like to partner with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Volunteer(models.Model):
    """A student who offered to partner, with the roles they are ready for and their limits."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("Offered")
        READY = "ready", _("Ready")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")

    student = models.OneToOneField("people.Student", models.CASCADE, related_name="volunteer")
    status = models.CharField(max_length=8, choices=Status, default=Status.READY)
    roles = models.JSONField(default=list, help_text="values of needs.PeerRole")
    weekly_minutes = models.PositiveSmallIntegerField(default=90)
    max_sessions = models.PositiveSmallIntegerField(default=3, help_text="sessions a week")
    max_per_day = models.PositiveSmallIntegerField(default=1)
    max_partners = models.PositiveSmallIntegerField(default=2)
    max_lunch_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="days a week; empty means as many as the school allows"
    )
    ready_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["student"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_sessions__range=(0, 20))
                & Q(max_per_day__range=(0, 6))
                & Q(max_partners__range=(0, 6)),
                name="volunteer_caps_in_range",
                violation_error_message=_(
                    "Sessions a week: 0 to 20. Sessions a day and partners: 0 to 6."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weekly_minutes__lte=600),
                name="volunteer_minutes_in_range",
                violation_error_message=_("Minutes a week is a number from 0 to 600."),
            ),
            models.CheckConstraint(
                condition=Q(max_lunch_days__isnull=True) | Q(max_lunch_days__lte=7),
                name="volunteer_lunches_in_range",
                violation_error_message=_("Lunches a week is a number from 0 to 7."),
            ),
        ]

    def __str__(self) -> str:
        return f"volunteer {self.pk}"


class ProtectedClass(models.Model):
    """A class in which this student only learns: their own work comes first."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="protected_classes")
    section = models.ForeignKey("people.Section", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "section"], name="protected_class_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section} of volunteer {self.volunteer_id}"


class PeerWish(models.Model):
    """Somebody a volunteer would like to partner with, or would rather not."""

    class Kind(models.TextChoices):
        WOULD_LIKE = "would_like", _("Would like to")
        RATHER_NOT = "rather_not", _("Would rather not")

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="wishes")
    other = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WOULD_LIKE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "other"], name="peer_wish_once"),
        ]

    def __str__(self) -> str:
        return f"peer wish {self.pk}"
