"""Pairings and sessions."""

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


class Session(models.Model):
    """One dated time together, at one period of one school day."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        HELD = "held"
        NOT_HELD = "not_held"
        CANCELLED = "cancelled"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="sessions")
    need = models.ForeignKey("needs.SupportNeed", models.PROTECT, related_name="sessions")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="sessions")
    section = models.ForeignKey(
        "people.Section", models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    on = models.DateField()
    label = models.CharField(max_length=40, help_text="period label")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    why_not = models.CharField(max_length=200, blank=True)
    feed_sequence = models.PositiveIntegerField(
        default=0, help_text="rises on each change, for calendars"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["on", "starts_at", "id"]
        indexes = [models.Index(fields=["school", "on"]), models.Index(fields=["student", "on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "on", "label"],
                condition=~Q(status="cancelled"),
                name="student_in_one_place_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


class SessionPeer(models.Model):
    """A peer in a session. `on` and `label` repeat the session's: the database keeps one place at a time."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="session_peers")
    peer = models.ForeignKey("people.Student", models.CASCADE, related_name="session_peers")
    pairing = models.ForeignKey(
        Pairing, models.SET_NULL, null=True, blank=True, related_name="session_peers"
    )
    on = models.DateField()
    label = models.CharField(max_length=40)
    is_absent = models.BooleanField(default=False)
    is_substitute = models.BooleanField(default=False)
    is_live = models.BooleanField(
        default=True, help_text="false once the session is cancelled or the peer replaced"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "peer"], name="session_peer_once"),
            models.UniqueConstraint(
                fields=["peer", "on", "label"],
                condition=Q(is_live=True),
                name="peer_in_one_place_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"peer of session {self.session_id}"


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
