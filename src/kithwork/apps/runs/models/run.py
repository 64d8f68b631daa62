"""A run: one playbook carried out with one class, group or student for a date range."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PlaybookCopy(models.Model):
    """The text a run began with. Later editions of the practice never alter a running one."""

    playbook = models.SlugField(help_text="the id the file gives itself")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    text = models.TextField()
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "playbook copies"

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Run(models.Model):
    """One playbook with one class, group or student, from a first to a last day."""

    class Scope(models.TextChoices):
        CLASS = "class"
        FOCUS_STUDENT = "focus_student"
        GROUP = "group"
        PROGRAM = "program"

    class Status(models.TextChoices):
        DRAFT = "draft"
        ACTIVE = "active"
        PAUSED = "paused"
        CLOSED = "closed"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="runs")
    name = models.CharField(max_length=120)
    playbook = models.ForeignKey(PlaybookCopy, models.PROTECT, related_name="runs")
    scope = models.CharField(max_length=14, choices=Scope)
    section = models.ForeignKey(
        "people.Section", models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    focus_student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="focus_runs"
    )
    facilitator = models.ForeignKey(
        "people.Staff", models.PROTECT, null=True, blank=True, related_name="runs"
    )
    contents = models.ForeignKey(
        "practices.ContentSet", models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    adult_level = models.PositiveSmallIntegerField(
        default=5, help_text="5 lead, 4 beside, 3 near, 2 roving, 1 scheduled check, 0 consult"
    )
    choices = models.JSONField(
        default=dict, blank=True, help_text="the playbook's settings as chosen for this run"
    )
    language = models.CharField(max_length=10, default="en")
    safety_read_at = models.DateTimeField(null=True, blank=True)
    safety_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    next_inclusive_step = models.CharField(
        max_length=300, blank=True, help_text="asked of runs in a special education classroom"
    )
    next_inclusive_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["school", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="run_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(adult_level__range=(0, 5)), name="run_adult_level_exists"
            ),
            models.CheckConstraint(
                condition=Q(status="paused", paused_at__isnull=False) & ~Q(pause_reason="")
                | ~Q(status="paused") & Q(paused_at__isnull=True, pause_reason=""),
                name="run_paused_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.ACTIVE


class RunTime(models.Model):
    """When a run meets: a period, on some days of the cycle. Dates follow from the calendar."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="times")
    label = models.CharField(max_length=40, help_text="label of a bell slot")
    cycle_days = models.JSONField(default=list, blank=True, help_text="empty: every day")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "label"], name="run_time_label_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Participant(models.Model):
    """A student in a run, in a role, from a day on. Leaving ends the row; nothing erases it here."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="participants")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="participations")
    role = models.CharField(max_length=40, blank=True, help_text="a role key of the playbook")
    role_since = models.DateField(null=True, blank=True, help_text="for rotating roles in time")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    is_paused = models.BooleanField(default=False, help_text="said stop, or may not go on just now")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "student"],
                condition=Q(left_on__isnull=True),
                name="participant_once_in_a_run",
            ),
        ]
        indexes = [models.Index(fields=["student", "left_on"])]

    def __str__(self) -> str:
        return f"participant of run {self.run_id}"


class Phase(models.Model):
    """What a run was in from a day on, and at which adult level: a line on the graph."""

    class Kind(models.TextChoices):
        BASELINE = "baseline"
        TRAINING = "training"
        INTERVENTION = "intervention"
        FADE = "fade"
        PROBE = "probe"
        MAINTENANCE = "maintenance"
        CLOSED = "closed"

    run = models.ForeignKey(Run, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=12, choices=Kind)
    starts_on = models.DateField()
    adult_level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_on", "id"]

    def __str__(self) -> str:
        return f"{self.kind} from {self.starts_on}"
