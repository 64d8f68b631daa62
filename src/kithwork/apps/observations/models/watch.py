"""Who observes whom, where and when: a plan over weeks, and each of its dates."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Phase(models.TextChoices):
    BASELINE = "baseline", "Baseline"
    TRAINING = "training", "Training"
    INTERVENTION = "intervention", "Intervention"
    FADE = "fade", "Fade"
    PROBE = "probe", "Probe"
    MAINTENANCE = "maintenance", "Maintenance"


class Setting(models.TextChoices):
    CLASS = "class", "In class"
    LUNCH = "lunch", "At lunch"
    RECESS = "recess", "At recess"
    HALLWAY = "hallway", "In the hallway"
    CLUB = "club", "In a club"
    BUS = "bus", "On the bus"
    COMMUNITY = "community", "In the community"
    OTHER = "other", "Somewhere else"


class ObservationPlan(models.Model):
    """One measure of one student or several, by one observer, in one phase, from a first to a last day."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="observation_plans")
    instrument = models.ForeignKey("observations.Instrument", models.PROTECT, related_name="plans")
    run = models.ForeignKey(
        "runs.Run", models.SET_NULL, null=True, blank=True, related_name="observation_plans"
    )
    observer = models.ForeignKey("people.Staff", models.PROTECT, related_name="observation_plans")
    second_observer = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    share_pct = models.PositiveSmallIntegerField(
        default=25, help_text="of this plan's observations, how many two people make"
    )
    phase = models.CharField(max_length=12, choices=Phase)
    setting = models.CharField(max_length=10, choices=Setting)
    minutes = models.PositiveSmallIntegerField(default=10)
    labels = models.JSONField(default=list, help_text="periods, as the bell schedule calls them")
    days = models.JSONField(default=list, help_text="days of the school's cycle")
    starts_on = models.DateField()
    ends_on = models.DateField()
    seed = models.PositiveBigIntegerField(
        default=0, help_text="what the order of several students was drawn with"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="observation_plan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 240)), name="observation_plan_minutes"
            ),
            models.CheckConstraint(
                condition=Q(share_pct__lte=100), name="observation_plan_share_pct"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.name}, {self.get_phase_display()}"


class PlanStudent(models.Model):
    """One student of a plan, in the order they were named."""

    plan = models.ForeignKey(ObservationPlan, models.CASCADE, related_name="plan_students")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "student"], name="plan_student_once"),
        ]

    def __str__(self) -> str:
        return f"student {self.student_id} in plan {self.plan_id}"


class Watch(models.Model):
    """One planned observation: one student, one period of one date, and whoever observes."""

    plan = models.ForeignKey(ObservationPlan, models.CASCADE, related_name="watches")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="watches")
    on = models.DateField()
    label = models.CharField(max_length=40)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    place = models.PositiveSmallIntegerField(
        default=0, help_text="order among several students of one period, drawn beforehand"
    )
    phase = models.CharField(
        max_length=12, choices=Phase, blank=True, default="", help_text="empty: the plan's"
    )
    setting = models.CharField(
        max_length=10, choices=Setting, blank=True, default="", help_text="empty: the plan's"
    )
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="empty: as many as the plan says"
    )
    nth = models.PositiveSmallIntegerField(help_text="of this student in this phase, from 1")
    of = models.PositiveSmallIntegerField(help_text="how many of this student the phase has")
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="watches"
    )
    second_observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=8, help_text="a second observer joins with it")
    is_cancelled = models.BooleanField(default=False)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "starts_at", "place", "id"]
        indexes = [
            models.Index(fields=["observer", "on"]),
            models.Index(fields=["second_observer", "on"]),
            models.Index(fields=["student", "on"]),
            models.Index(fields=["code"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "student", "on", "label"], name="watch_once_in_its_period"
            ),
        ]

    def __str__(self) -> str:
        return f"student {self.student_id} on {self.on}"

    @property
    def in_phase(self) -> Phase:
        return Phase(self.phase or self.plan.phase)

    @property
    def in_place(self) -> Setting:
        return Setting(self.setting or self.plan.setting)

    @property
    def for_minutes(self) -> int:
        return self.minutes or self.plan.minutes

    @property
    def is_beside(self) -> bool:
        """A probe or a check, beside what the plan observes from day to day."""
        return self.in_phase != self.plan.phase
