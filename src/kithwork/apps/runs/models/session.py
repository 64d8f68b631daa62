"""A dated time together, and the peers in it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from kithwork.apps.people.models import Student


class Session(models.Model):
    """One dated time together, at one period of one school day: of a need on the plan, or of a run."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        HELD = "held"
        NOT_HELD = "not_held"
        CANCELLED = "cancelled"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="sessions")
    need = models.ForeignKey(
        "needs.SupportNeed", models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    student = models.ForeignKey(
        "people.Student",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sessions",
        help_text="whose need it is; a session of a run is everybody's in the run",
    )
    run = models.ForeignKey(
        "runs.Run", models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    section = models.ForeignKey(
        "people.Section", models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    on = models.DateField()
    label = models.CharField(max_length=40, help_text="period label")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    why_not = models.CharField(max_length=200, blank=True)
    instead = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="in_place_of",
        help_text="of a cancelled session: the one somebody put in its place, or whom they joined",
    )
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
            models.UniqueConstraint(
                fields=["run", "on", "label"],
                condition=~Q(status="cancelled"),
                name="run_session_once_a_time",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=True, need__isnull=False, student__isnull=False)
                | Q(run__isnull=False, need__isnull=True, student__isnull=True),
                name="session_is_of_a_need_or_of_a_run",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def whose(self) -> Student:
        """The student whose need it is. Asked only of a session of the plan."""
        if self.student is None:
            raise TypeError("a session of a run is nobody's alone")
        return self.student

    @property
    def when(self) -> tuple[int, date, str]:
        """Whose, on which date, at which period. Asked only of a session of the plan."""
        if self.student_id is None:
            raise TypeError("a session of a run is nobody's alone")
        return self.student_id, self.on, self.label


class SessionPeer(models.Model):
    """A peer in a session. `on` and `label` repeat the session's: the database keeps one place at a time."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="session_peers")
    peer = models.ForeignKey("people.Student", models.CASCADE, related_name="session_peers")
    pairing = models.ForeignKey(
        "runs.Pairing", models.SET_NULL, null=True, blank=True, related_name="session_peers"
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
