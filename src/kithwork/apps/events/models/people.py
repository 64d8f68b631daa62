"""Who takes part, who plans, and which role somebody gives and receives in."""

from django.db import models
from django.db.models import Q

from kithwork.apps.needs.models import HowAsked


class EventStudent(models.Model):
    """A student who takes part. Planners are marked; why somebody is here is never kept."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="students")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="events")
    is_planner = models.BooleanField(default=False)
    had_idea = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "student"],
                condition=Q(left_at__isnull=True),
                name="event_student_once",
            ),
        ]

    def __str__(self) -> str:
        return f"student of event {self.event_id}"


class EventRole(models.Model):
    """A part a student may choose: what it gives, and what comes back."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="roles")
    name = models.CharField(max_length=80)
    gives = models.CharField(max_length=200)
    receives = models.CharField(max_length=200)
    supports = models.CharField(max_length=200, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(gives="") & ~Q(receives=""), name="event_role_gives_and_receives"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="event_role_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleHolder(models.Model):
    """A student in a role, and how the choice was made. A role given back ends the row."""

    class Chosen(models.TextChoices):
        SELF = "self"
        ASKED = "asked"

    role = models.ForeignKey(EventRole, models.CASCADE, related_name="holders")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="event_roles")
    chosen = models.CharField(max_length=6, choices=Chosen)
    how = models.CharField(max_length=10, choices=HowAsked, help_text="how the student told us")
    taken_at = models.DateTimeField(auto_now_add=True)
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "student"],
                condition=Q(given_back_at__isnull=True),
                name="event_role_held_once",
            ),
            models.CheckConstraint(
                condition=~Q(how="not_yet"), name="event_role_is_taken_by_who_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"holder of role {self.role_id}"
