"""What was recorded of a session. A correction is a new row that names the one it replaces."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SessionEvent(models.Model):
    """One tap in the session runner, kept as it was sent: a point, a step, a tick, an undo.

    Ids are made on the device, so a letter that arrives twice is kept once. Totals are worked
    out from the events; nothing is written over.
    """

    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="events")
    letter = models.UUIDField(unique=True, help_text="made on the device")
    device = models.CharField(max_length=40)
    place = models.PositiveIntegerField(help_text="order on the device")
    at_ms = models.BigIntegerField(help_text="milliseconds since the session began, on that device")
    kind = models.CharField(max_length=20)
    body = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["device", "place"]
        indexes = [models.Index(fields=["session", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} in session {self.session_id}"


class SessionLog(models.Model):
    """What an adult says of one session, in half a minute."""

    class Source(models.TextChoices):
        AFTER = "after", "Afterwards"
        LIVE = "live", "While it happened"
        PAPER = "paper", "From paper"

    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="logs")
    letter = models.UUIDField(
        unique=True, help_text="made on the device, so that sent twice is one"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    source = models.CharField(max_length=6, choices=Source, default=Source.AFTER)
    was_held = models.BooleanField()
    why_not = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    adult_level = models.PositiveSmallIntegerField(null=True, blank=True)
    steps_seen = models.JSONField(
        default=list, blank=True, help_text="fidelity ids seen; not a score"
    )
    strategies = models.JSONField(default=dict, blank=True, help_text="FS1 to FS14 -> times")
    measures = models.JSONField(default=dict, blank=True, help_text="the playbook's quick ratings")
    note = models.TextField(blank=True)
    quote = models.TextField(blank=True, help_text="a student's own words")
    quote_of = models.ForeignKey(
        "people.Student", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    quote_mode = models.CharField(max_length=20, blank=True, help_text="spoke, symbols, device …")
    may_share_quote = models.BooleanField(default=False, help_text="the student said yes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    logged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adult_level__isnull=True) | Q(adult_level__range=(0, 5)),
                name="session_log_adult_level_exists",
            ),
        ]

    def __str__(self) -> str:
        return f"log of session {self.session_id}"


class Attendance(models.Model):
    """One student in one session: there or not, how long, and who gave and who received."""

    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="attendance")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="attendance")
    is_present = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    role = models.CharField(max_length=40, blank=True)
    has_given = models.BooleanField(default=False)
    has_received = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "student"], name="attendance_once"),
        ]
        indexes = [models.Index(fields=["student"])]

    def __str__(self) -> str:
        return f"attendance in session {self.session_id}"


class FidelityCheck(models.Model):
    """A checklist filled in once, by oneself or by an observer. The two are never averaged."""

    class Kind(models.TextChoices):
        SELF = "self", "By oneself"
        OBSERVED = "observed", "Observed"

    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="fidelity_checks")
    letter = models.UUIDField(unique=True, help_text="made on the device")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    group = models.ForeignKey(
        "runs.Group", models.SET_NULL, null=True, blank=True, related_name="fidelity_checks"
    )
    answers = models.JSONField(
        help_text="item id -> yes, no or na; an item not looked at is left out"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} check of session {self.session_id}"


class Score(models.Model):
    """A student's result on a content set before or after, or on a one-minute reading."""

    class Kind(models.TextChoices):
        PRE = "pre", "Before"
        POST = "post", "After"
        READING = "reading", "One-minute reading"
        COMPREHENSION = "comprehension", "Questions after reading"

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="scores")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="scores")
    contents = models.ForeignKey(
        "practices.ContentSet", models.SET_NULL, null=True, blank=True, related_name="scores"
    )
    kind = models.CharField(max_length=14, choices=Kind)
    on = models.DateField()
    right = models.PositiveSmallIntegerField(help_text="items right, or words read correctly")
    out_of = models.PositiveSmallIntegerField(null=True, blank=True)
    errors = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    is_taken_back = models.BooleanField(
        default=False, help_text="typed by mistake: this row says that the one it replaces is none"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["run", "kind", "on"])]

    def __str__(self) -> str:
        return f"{self.kind} score in run {self.run_id}"
