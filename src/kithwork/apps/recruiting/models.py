"""Calls that are open, and whoever came: by their own word, a teacher's, or an invitation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Call(models.Model):
    """An application with an address of its own, for a poster or a phone. The address is kept nowhere."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="calls")
    title = models.CharField(
        max_length=80, help_text="as students read it: Lunch club, Reading pairs"
    )
    words = models.TextField(help_text="what one does, when, and whom to ask")
    language = models.CharField(max_length=5, default="en")
    places = models.PositiveSmallIntegerField(default=10, help_text="how many partners are wanted")
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__range=(1, 300)), name="call_places_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """One student in the pool, however they came to it."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        CHOSEN = "chosen", _("Chosen")
        WAITING = "waiting", _("On the waiting list")
        NOT_NOW = "not_now", _("Not this time")
        DECLINED = "declined", _("Said no")

    class Came(models.TextChoices):
        APPLIED = "applied", _("Applied")
        NOMINATED = "nominated", _("Named by a teacher")
        INVITED = "invited", _("Invited")

    class Attendance(models.TextChoices):
        UNKNOWN = "", _("Not looked up")
        REGULAR = "regular", _("90 % or more last term")
        LESS = "less", _("Under 90 % last term")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="candidates")
    student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="candidacies"
    )
    call = models.ForeignKey(
        Call, models.SET_NULL, null=True, blank=True, related_name="candidates"
    )
    came = models.CharField(max_length=9, choices=Came)
    typed_name = models.CharField(max_length=120, blank=True, help_text="as they wrote it")
    typed_class = models.CharField(max_length=60, blank=True)
    own_words = models.TextField(blank=True, help_text="why they would like to")
    interests = models.CharField(max_length=200, blank=True)
    experience = models.CharField(max_length=200, blank=True)
    times = models.CharField(
        max_length=200, blank=True, help_text="when they could, in their words"
    )
    attendance = models.CharField(
        max_length=7, choices=Attendance, default=Attendance.UNKNOWN, blank=True
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    is_reserved = models.BooleanField(
        default=False, help_text="chosen because they gain by it themselves"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="for those who choose")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_on = models.DateField(null=True, blank=True, help_text="thanked, in person or by letter")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["school", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(state__in=["open", "waiting"], student__isnull=False),
                name="candidate_once_in_the_pool",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "declined"]) | ~Q(reason=""),
                name="candidate_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(student__isnull=False) | ~Q(typed_name=""),
                name="candidate_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class Nomination(models.Model):
    """What one adult wrote about a student. Only good things are asked for (practices A.3)."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="nominations")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=300)
    would_gain = models.BooleanField(
        default=False, help_text="would gain by it themselves: friends, a place, a task"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"nomination {self.pk}"
