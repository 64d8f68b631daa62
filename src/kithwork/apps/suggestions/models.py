"""Suggestions with the data they stand on, what was decided, the rules as they were sealed, and a school's own values.

Nothing here is written over: a decision taken back is a new row, a value set anew ends the one before.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SealedRules(models.Model):
    """The rules of a run as they stood, with their values. Another value makes the next version."""

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="sealed_rules")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="the rules and their values, as read")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")
    is_after_data = models.BooleanField(help_text="made when something had been recorded already")
    sealed_at = models.DateTimeField(auto_now_add=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="empty: by itself, with the first look",
    )  # fmt: skip

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="sealed_rules_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"rules of run {self.run_id}, version {self.number}"


class OwnValue(models.Model):
    """A school's own value in a rule that is our default (tag D). Ends when another is set, or ours again."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="rule_values")
    rule = models.SlugField(max_length=40)
    place = models.PositiveSmallIntegerField(help_text="which condition of the rule, from 0")
    value = models.FloatField()
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "rule", "place"],
                condition=Q(ended_at__isnull=True),
                name="own_value_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} at school {self.school_id}"


class Look(models.Model):
    """When the rules were last read over a run: what came in since asks for another look."""

    run = models.OneToOneField("runs.Run", models.CASCADE, related_name="look")
    looked_at = models.DateTimeField()
    on = models.DateField(
        help_text="the school's day; a new day is a new look, for what goes by weeks"
    )

    def __str__(self) -> str:
        return f"look at run {self.run_id}"


class Suggestion(models.Model):
    """What one rule proposes of one run, and of whom in it, with what it stands on."""

    class Status(models.TextChoices):
        OPEN = "open"
        DECIDED = "decided"
        NO_LONGER = "no_longer"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="suggestions")
    run = models.ForeignKey(
        "runs.Run", models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    program = models.ForeignKey(
        "programs.Program", models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    rule = models.SlugField(max_length=40)
    key = models.CharField(
        max_length=60, blank=True, help_text="of whom or what in the run: measure:12, group:3"
    )
    student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="suggestions",
        help_text="empty: about how it is done, and nobody is named",
    )  # fmt: skip
    measure = models.ForeignKey(
        "measures.Measure", models.SET_NULL, null=True, blank=True, related_name="suggestions"
    )
    is_plan = models.BooleanField(
        default=False, help_text="stands on an IEP goal: for the student's team alone"
    )
    check_of = models.SlugField(
        max_length=20,
        blank=True,
        help_text="what is looked at before any student: dose, fidelity …",
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    rules = models.ForeignKey(
        SealedRules, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    said = models.JSONField(help_text="the rule as it was: name, words, tag, what it suggests")
    findings = models.JSONField(help_text="points, thresholds and windows it stands on")
    ending = models.JSONField(default=list, blank=True, help_text="findings when it held no longer")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(
        null=True, blank=True, help_text="once decided: since when its rule fires no more"
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["school", "status"]),
            models.Index(fields=["run", "status"]),
            models.Index(fields=["student", "status"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(run__isnull=False, program__isnull=True)
                | Q(run__isnull=True, program__isnull=False),
                name="suggestion_is_of_a_run_or_a_program",
            ),
            models.CheckConstraint(
                condition=Q(check_of="") | Q(student__isnull=True, measure__isnull=True),
                name="suggestion_names_nobody_before_its_checks",
            ),
            models.UniqueConstraint(
                fields=["run", "rule", "key", "check_of"],
                condition=Q(status="open", run__isnull=False),
                name="suggestion_open_once_a_run",
            ),
            models.UniqueConstraint(
                fields=["program", "rule", "key"],
                condition=Q(status="open", program__isnull=False),
                name="suggestion_open_once_a_program",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of run {self.run_id}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class Decision(models.Model):
    """What an adult made of a suggestion. Taken back by another row, never changed."""

    class Kind(models.TextChoices):
        ACCEPT = "accept"
        EDIT = "edit"
        DISMISS = "dismiss"
        TAKE_BACK = "take_back"

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=9, choices=Kind)
    way = models.SlugField(max_length=40, blank=True, help_text="what was chosen to be done")
    words = models.CharField(max_length=200, blank=True, help_text="what is done instead")
    reason = models.CharField(max_length=200)
    changed = models.JSONField(
        default=dict, blank=True, help_text="what it changed, such as a phase"
    )
    done_at = models.DateTimeField(
        null=True, blank=True, help_text="empty: somebody still has to do it"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} of suggestion {self.suggestion_id}"


class CheckAnswer(models.Model):
    """What an adult says of one check: it is fine, or it is what has to change first. The newest counts."""

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="check_answers")
    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="answers")
    check_of = models.SlugField(max_length=20)
    is_fine = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "check_of"])]

    def __str__(self) -> str:
        return f"{self.check_of} of run {self.run_id}"


class Told(models.Model):
    """Something only a person can tell that a rule asks for, from a day on. The newest counts."""

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="told_facts")
    metric = models.SlugField(max_length=40)
    value = models.FloatField(help_text="1 and 0 for yes and no")
    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["run", "metric"])]

    def __str__(self) -> str:
        return f"{self.metric} of run {self.run_id}"
