"""What was recorded: who came, how long it took, what was said. A later row stands beside an earlier one."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AttendanceMark(models.Model):
    """One tap: a student came, or did not. The latest tap stands."""

    day = models.ForeignKey("events.EventDay", models.CASCADE, related_name="marks")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="event_marks")
    is_here = models.BooleanField(null=True, help_text="empty: taken back")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["day", "student"])]

    def __str__(self) -> str:
        return f"mark on day {self.day_id}"


class DayLog(models.Model):
    """How long a day took, what was done, and how many came who are on no list. The latest stands."""

    day = models.ForeignKey("events.EventDay", models.CASCADE, related_name="logs")
    minutes = models.PositiveSmallIntegerField()
    others = models.PositiveSmallIntegerField(default=0, help_text="guests who are on no list")
    activity = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 720)), name="event_day_took_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"log of day {self.day_id}"


class Moment(models.TextChoices):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class EventQuestion(models.Model):
    """What everybody is asked, to be answered in any way, before, during or after."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="questions")
    moment = models.CharField(max_length=6, choices=Moment)
    asks = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.asks


class Reflection(models.Model):
    """What somebody said before, during or after. Whose words they are is kept as a group, never a name."""

    class Whose(models.TextChoices):
        STUDENT = "student"
        STAFF = "staff"
        FAMILY = "family"
        PARTNER = "partner"

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="reflections")
    moment = models.CharField(max_length=6, choices=Moment)
    asked = models.CharField(max_length=300, blank=True)
    says = models.TextField()
    whose = models.CharField(max_length=8, choices=Whose)
    how = models.CharField(max_length=10, blank=True, help_text="speech, symbols, device …")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(says=""), name="reflection_says_something"),
        ]

    def __str__(self) -> str:
        return f"reflection on event {self.event_id}"
