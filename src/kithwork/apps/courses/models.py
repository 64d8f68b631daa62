"""A cohort and who is in it; units, placements, days, ideas; journals and what the teacher wrote; seminars and marks."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

WHO = {"to": settings.AUTH_USER_MODEL, "on_delete": models.SET_NULL, "null": True, "blank": True}


class Cohort(models.Model):
    """The course in one term, with its teacher of record."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=120)
    teacher = models.ForeignKey("people.Staff", models.PROTECT, related_name="cohorts")
    section = models.ForeignKey(
        "people.Section", models.SET_NULL, null=True, blank=True, related_name="cohorts",
        help_text="the class in the roster, if it is one",
    )  # fmt: skip
    label = models.CharField(max_length=40, blank=True, help_text="period of the seminar")
    starts_on = models.DateField()
    ends_on = models.DateField()
    mix = models.JSONField(help_text="part -> percent; the school's own")
    survey = models.OneToOneField(
        "reflections.Survey", models.SET_NULL, null=True, blank=True, related_name="cohort",
        help_text="the inventory at start, middle and end; never part of a grade",
    )  # fmt: skip
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A student in a cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="course_members")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["student__last_name", "student__first_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "student"], name="member_once_a_cohort"),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Unit(models.Model):
    """A unit of the course on its date; done when the teacher ticks it."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="units")
    key = models.CharField(max_length=20, help_text="a unit of the syllabus")
    place = models.PositiveSmallIntegerField()
    on = models.DateField(help_text="the week it is planned for")
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="unit_once_a_cohort"),
        ]

    def __str__(self) -> str:
        return self.key


class UnitCheck(models.Model):
    """Whether somebody passed the check of a unit. The newest counts."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="checks")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="checks")
    is_passed = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(related_name="+", **WHO)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"check {self.pk}"


class Placement(models.Model):
    """Where somebody is for some weeks: a setting, an adult there, days and periods. One at a time."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="placements")
    setting = models.CharField(max_length=12, help_text="a setting of the syllabus")
    section = models.ForeignKey(
        "people.Section", models.SET_NULL, null=True, blank=True, related_name="placements",
        help_text="the class it is in; a placement is of a class, not of a student in it",
    )  # fmt: skip
    adult = models.ForeignKey("people.Staff", models.PROTECT, related_name="placements")
    labels = models.JSONField(default=list, help_text="period labels")
    cycle_days = models.JSONField(default=list, blank=True, help_text="empty: every day")
    run = models.ForeignKey(
        "runs.Run", models.SET_NULL, null=True, blank=True, related_name="placements",
        help_text="a practice it joins; most join none",
    )  # fmt: skip
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="earlier than planned")
    ended_why = models.CharField(max_length=200, blank=True, help_text="for the teacher")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="placement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_why=""),
                name="placement_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"

    @property
    def last_day(self) -> date:
        return self.ended_on or self.ends_on


class PlacementDay(models.Model):
    """A day somebody says they were there. It counts when an adult has approved it."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="days")
    on = models.DateField()
    label = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField(help_text="of the bell that day")
    said_by = models.ForeignKey(related_name="+", **WHO)
    at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(related_name="+", **WHO)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "on", "label"],
                condition=Q(refused_at__isnull=True),
                name="placement_day_once",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(refused_at__isnull=True),
                name="placement_day_is_approved_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"day {self.pk}"


class Idea(models.Model):
    """An insight a student gives the adult of the placement: something that could work for the whole class."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="ideas")
    words = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"idea {self.pk}"


class Entry(models.Model):
    """A week in a journal: words, pictures of what was done, a face. The newest of a week counts."""

    class Mode(models.TextChoices):
        TYPED = "typed", _("Typed")
        PICTURES = "pictures", _("With pictures")
        SPEECH = "speech", _("Said or signed, an adult wrote it down")
        SYMBOLS = "symbols", _("With symbols or pointing, an adult wrote it down")
        DEVICE = "device", _("With a speech device, an adult wrote it down")
        PAPER = "paper", _("On paper")

    member = models.ForeignKey(Member, models.CASCADE, related_name="entries")
    week_on = models.DateField(help_text="the Monday of the week")
    words = models.TextField(blank=True)
    did = models.JSONField(default=list, blank=True, help_text="keys of pictures of the syllabus")
    feel = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 3, as faces")
    mode = models.CharField(max_length=8, choices=Mode)
    by = models.ForeignKey(related_name="+", **WHO)
    at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week_on", "-id"]
        indexes = [models.Index(fields=["member", "week_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(feel__isnull=True) | Q(feel__range=(1, 3)), name="entry_face_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Feedback(models.Model):
    """What the teacher wrote to an entry. The student reads it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="feedback")
    words = models.TextField(blank=True)
    by = models.ForeignKey(related_name="+", **WHO)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="the student has read it")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class Pick(models.Model):
    """A page of a journal its writer put in the portfolio."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="picks")
    at = models.DateTimeField(auto_now_add=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(taken_out_at__isnull=True), name="pick_once"
            ),
        ]

    def __str__(self) -> str:
        return f"pick {self.pk}"


class Seminar(models.Model):
    """The weekly meeting of a cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="seminars")
    on = models.DateField()
    agenda = models.CharField(max_length=500, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text="who came is written down")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "on"], name="seminar_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"seminar {self.pk}"


class Came(models.Model):
    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="came")
    member = models.ForeignKey(Member, models.CASCADE, related_name="came")
    is_here = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seminar", "member"], name="came_once"),
        ]

    def __str__(self) -> str:
        return f"came {self.pk}"


class Mark(models.Model):
    """What the teacher gave for a part of the grade, 0 to 100. The newest counts."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="marks")
    part = models.CharField(max_length=12)
    pct = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(related_name="+", **WHO)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(pct__lte=100), name="mark_in_range"),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
