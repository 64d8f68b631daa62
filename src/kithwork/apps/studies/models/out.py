"""What leaves a study: to whom it was opened, and which extracts were asked for, decided and taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Opening(models.Model):
    """A researcher may look at one study, until it is closed to them again."""

    study = models.ForeignKey("studies.Study", models.CASCADE, related_name="openings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="opened_studies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "user"], condition=Q(ended_at__isnull=True), name="opening_once"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Release(models.Model):
    """One de-identified extract: the row of the disclosure log. Its random codes are kept nowhere."""

    class Purpose(models.TextChoices):
        RESEARCH = "research", _("Research under a data-use agreement")
        REVIEW = "review", _("Review or replication of a report")
        TEACHING = "teaching", _("Teaching")

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for the district")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not approved")

    study = models.ForeignKey("studies.Study", models.CASCADE, related_name="releases")
    purpose = models.CharField(max_length=8, choices=Purpose)
    receiver = models.CharField(max_length=120, help_text="who will have it")
    agreement = models.CharField(max_length=120, help_text="where the data-use agreement is kept")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the file that was taken")
    risk = models.JSONField(null=True, blank=True, help_text="the risk report as it was then")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | Q(state__in=["approved", "refused"], decided_at__isnull=False),
                name="release_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(state="approved") & ~Q(sha256=""),
                name="release_taken_once_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"
