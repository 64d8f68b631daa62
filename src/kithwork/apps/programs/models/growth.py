"""How the program grows, and whether it lasts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class StageGate(models.Model):
    """From one stage to another: when, who opened the gate and why, and what the data said that day."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="gates")
    from_stage = models.CharField(max_length=8)
    to_stage = models.CharField(max_length=8)
    on = models.DateField()
    why = models.CharField(max_length=400)
    said = models.JSONField(
        default=list, help_text="each condition in words, and whether it was met"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="gate_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(from_stage=F("to_stage")), name="gate_leads_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} to {self.to_stage}"


class TermCheck(models.Model):
    """Whether it lasts, term by term: the team is active, leaders support it, students have a voice."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="term_checks")
    term = models.ForeignKey("schools.Term", models.PROTECT, related_name="+")
    on = models.DateField()
    is_team_active = models.BooleanField()
    is_led = models.BooleanField(help_text="leaders give time and means")
    has_student_voice = models.BooleanField()
    next_step = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"term check {self.pk}"


class YearCheck(models.Model):
    """The yearly list that keeps a program alive, and what shows in the culture of the school."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="year_checks")
    year = models.ForeignKey("schools.SchoolYear", models.PROTECT, related_name="+")
    on = models.DateField()
    done = models.JSONField(default=list, help_text="keys of wording.SUSTAIN")
    events = models.PositiveSmallIntegerField(null=True, blank=True)
    teachers = models.PositiveSmallIntegerField(null=True, blank=True)
    in_clubs = models.PositiveSmallIntegerField(null=True, blank=True)
    remarks = models.TextField(blank=True, help_text="welcoming remarks somebody heard, no names")
    next_step = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"year check {self.pk}"
