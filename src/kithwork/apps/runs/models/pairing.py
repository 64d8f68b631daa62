"""Two partners for a time, and who is away."""

from django.db import models
from django.db.models import F, Q


class Pairing(models.Model):
    """Two partners, in a role, for a time. Ends rather than disappears."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        ENDED = "ended"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="pairings")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="pairings")
    peer = models.ForeignKey("people.Student", models.CASCADE, related_name="peer_pairings")
    need = models.ForeignKey("needs.SupportNeed", models.PROTECT, related_name="pairings")
    role = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(student=F("peer")), name="pairing_is_of_two"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="pairing_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["need", "peer"], condition=~Q(status="ended"), name="pairing_once_a_need"
            ),
        ]

    def __str__(self) -> str:
        return f"pairing {self.pk}"


class Absence(models.Model):
    """A student is away on a date, as known this morning."""

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="absences")
    on = models.DateField()
    label = models.CharField(max_length=40, blank=True, help_text="empty: the whole day")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "on", "label"], name="absence_once")
        ]

    def __str__(self) -> str:
        return f"absence on {self.on}"


class Coming(models.Model):
    """A student said that they will be there. No row means that nothing was said, and nothing follows from that."""

    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="comings")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="comings")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "student"], name="coming_once")]

    def __str__(self) -> str:
        return f"coming to session {self.session_id}"
