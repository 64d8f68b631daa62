"""District, school, year, term, bells and the calendar that joins them."""

from django.db import models
from django.db.models import F, Q

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]


class District(models.Model):
    """The schools that share one administration; no school sees another's students."""

    name = models.CharField(max_length=120)
    source_id = models.CharField(max_length=255, blank=True)
    is_demo = models.BooleanField(default=False)
    is_trial = models.BooleanField(
        default=False, help_text="made for programs that try the doors out: on nobody's page"
    )

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One school. Everything about a student belongs to exactly one."""

    district = models.ForeignKey(District, models.PROTECT, related_name="schools")
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=60, default="America/New_York")
    source_id = models.CharField(
        max_length=255, blank=True, help_text="what the roster's source calls this school"
    )
    cycle = models.JSONField(
        default=list, help_text='the days that repeat: ["A", "B"], or empty for Monday to Friday'
    )
    limits = models.JSONField(default=dict, help_text="overrides of schools/settings.toml")
    is_demo = models.BooleanField(default=False)
    phone = models.CharField(
        max_length=40, blank=True, help_text="whom to call at once: the office, or who is on duty"
    )
    site = models.CharField(
        max_length=200, blank=True, help_text="where this school opens Kithwork, for links in mails"
    )
    requires_second_factor = models.BooleanField(
        default=False,
        help_text="coordinators and principals sign in with a code from their phone too",
    )

    students_language = models.CharField(
        max_length=5,
        choices=[("", "as their device asks"), ("en", "English"), ("es", "Español")],
        default="",
        blank=True,
        help_text="in which students read their pages until they choose for themselves",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"], name="school_name_once_in_district"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_weekly(self) -> bool:
        """The timetable repeats by weekday, not by a cycle of its own."""
        return not self.cycle

    @property
    def cycle_days(self) -> list[str]:
        return self.cycle or WEEKDAYS


class SchoolYear(models.Model):
    school = models.ForeignKey(School, models.CASCADE, related_name="years")
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="year_ends_after_start"
            ),
            models.UniqueConstraint(fields=["school", "name"], name="year_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    year = models.ForeignKey(SchoolYear, models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source_id = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["starts_on", "ends_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="term_ends_after_start"
            ),
            models.UniqueConstraint(fields=["year", "name"], name="term_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BellSchedule(models.Model):
    """One day type: regular, two-hour delay, assembly."""

    year = models.ForeignKey(SchoolYear, models.CASCADE, related_name="bell_schedules")
    name = models.CharField(max_length=60)
    is_regular = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_regular", "name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="bell_schedule_name_once"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(is_regular=True), name="one_regular_schedule_a_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BellSlot(models.Model):
    """A stretch of the day with a label. Slots may overlap: that is how lunches split."""

    class Kind(models.TextChoices):
        CLASS = "class"
        LUNCH = "lunch"
        OTHER = "other"

    schedule = models.ForeignKey(BellSchedule, models.CASCADE, related_name="slots")
    label = models.CharField(max_length=40)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CLASS)

    class Meta:
        ordering = ["starts_at", "ends_at", "label"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["schedule", "label"], name="slot_label_once_in_schedule"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CalendarDay(models.Model):
    """One date: is there school, which cycle day, which day type."""

    year = models.ForeignKey(SchoolYear, models.CASCADE, related_name="days")
    on = models.DateField()
    is_open = models.BooleanField(default=True)
    cycle_day = models.CharField(max_length=10, blank=True)
    schedule = models.ForeignKey(BellSchedule, models.PROTECT, null=True, blank=True)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["year", "on"], name="calendar_day_once"),
            models.CheckConstraint(
                condition=Q(is_open=False) | (~Q(cycle_day="") & Q(schedule__isnull=False)),
                name="open_day_has_cycle_day_and_schedule",
            ),
        ]

    def __str__(self) -> str:
        return self.on.isoformat()


class PeriodName(models.Model):
    """What a roster calls a period, and which period of ours that is. Never guessed."""

    school = models.ForeignKey(School, models.CASCADE, related_name="period_names")
    theirs = models.CharField(max_length=60)
    ours = models.CharField(max_length=40, help_text="label of a bell slot")
    cycle_days = models.JSONField(default=list, help_text="empty: every day of the cycle")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "theirs", "ours"], name="period_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theirs} = {self.ours}"
