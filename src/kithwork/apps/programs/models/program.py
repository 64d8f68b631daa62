"""What a school decided its program is, decision by decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Program(models.Model):
    """One program of a school. What is not decided yet is empty; `decisions` says what that leaves open."""

    class Form(models.TextChoices):
        CLUB = "club"
        PERIOD = "period"
        BOTH = "both"
        COURSE = "course"

    class Stage(models.TextChoices):
        PLAN = "plan"
        PILOT = "pilot"
        GRADE = "grade"
        SCHOOL = "school"
        MODEL = "model"
        DISTRICT = "district"

    class Rhythm(models.TextChoices):
        WEEK = "week"
        TWO_WEEKS = "two_weeks"
        MONTH = "month"
        QUARTER = "quarter"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="programs")
    name = models.CharField(max_length=80)
    is_name_decided = models.BooleanField(default=False, help_text="not only a working name")
    name_chosen_how = models.CharField(max_length=200, blank=True)
    purposes = models.JSONField(default=list, blank=True, help_text="keys of wording.PURPOSES")
    purpose = models.TextField(blank=True)
    form = models.CharField(max_length=8, choices=Form, blank=True)
    practices = models.JSONField(default=list, blank=True, help_text="ids of practices it uses")
    grades = models.JSONField(default=list, blank=True, help_text="as rosters write them")
    students_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    peers_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    who = models.TextField(blank=True, help_text="who takes part, beyond grades and numbers")
    weeks = models.JSONField(default=dict, blank=True, help_text="shared setting -> weeks a term")
    time_note = models.TextField(blank=True)
    job_descriptions = models.TextField(blank=True)
    coverage = models.TextField(blank=True, help_text="who covers whose work meanwhile")
    monitor = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    schedule_owner = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    survey_on = models.DateField(null=True, blank=True)
    budget_line = models.CharField(max_length=200, blank=True)
    has_no_costs = models.BooleanField(
        default=False, help_text="somebody looked, and there are none"
    )
    tell_general = models.TextField(blank=True)
    tell_special = models.TextField(blank=True)
    tell_leaders = models.TextField(blank=True)
    measures = models.JSONField(default=list, blank=True, help_text="keys of wording.MEASURES")
    measures_note = models.TextField(blank=True)
    recognition = models.JSONField(default=list, blank=True, help_text="keys of wording.THANKS")
    recognition_note = models.TextField(blank=True)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.WEEK)
    meets = models.CharField(max_length=120, blank=True, help_text="when and where the team meets")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.PLAN)
    copied_from = models.CharField(max_length=120, blank=True, help_text="school and year")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="rises with each decision kept")

    class Meta:
        ordering = ["closed_on", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="program_has_a_name"),
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(closed_on__isnull=True),
                name="program_name_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Resource(models.Model):
    """Something the program needs, pays or has to solve, and the adult who sees to it."""

    class Kind(models.TextChoices):
        RESOURCE = "resource"
        COST = "cost"
        CHALLENGE = "challenge"

    program = models.ForeignKey(Program, models.CASCADE, related_name="resources")
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField(max_length=200)
    amount = models.CharField(max_length=60, blank=True, help_text="money or hours, in words")
    answer = models.CharField(max_length=200, blank=True, help_text="where from, or what we do")
    owner = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class FacultyReview(models.Model):
    """The program as it was shown to the faculty: when, what they said, and what was changed because of it."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="faculty_reviews")
    on = models.DateField()
    feedback = models.TextField()
    changes = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(feedback=""), name="faculty_review_says_something"),
        ]

    def __str__(self) -> str:
        return f"faculty review of {self.on}"
