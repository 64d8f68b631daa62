"""Sections, when they meet, who learns in them and who teaches them."""

from django.db import models
from django.db.models import Q


class Section(models.Model):
    """One class that meets: a course, a room, a term, and meetings in the bell schedule."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="sections")
    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=160)
    code = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    room = models.CharField(max_length=60, blank=True)
    terms = models.ManyToManyField("schools.Term", blank=True, related_name="sections")
    periods_text = models.CharField(
        max_length=200,
        blank=True,
        help_text="what the roster said; meetings come from the period names",
    )
    is_homeroom = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source", "source_id"],
                condition=~Q(source_id=""),
                name="section_source_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """A section meets at a period, on some days of the cycle."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="meetings")
    label = models.CharField(max_length=40, help_text="label of a bell slot")
    cycle_days = models.JSONField(
        default=list, blank=True, help_text="empty: every day of the cycle"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "label"], name="meeting_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section} at {self.label}"


class Enrolment(models.Model):
    section = models.ForeignKey(Section, models.CASCADE, related_name="enrolments")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="enrolments")
    source_id = models.CharField(max_length=255, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "student"],
                condition=Q(ends_on__isnull=True),
                name="open_enrolment_once",
            ),
        ]
        indexes = [models.Index(fields=["student", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.student} in {self.section}"


class Teaching(models.Model):
    section = models.ForeignKey(Section, models.CASCADE, related_name="teachings")
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="teachings")
    source_id = models.CharField(max_length=255, blank=True)
    is_primary = models.BooleanField(default=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "staff"],
                condition=Q(ends_on__isnull=True),
                name="open_teaching_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} teaches {self.section}"
