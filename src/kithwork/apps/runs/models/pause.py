"""A pause: two partners, or everything of one student, until an adult has looked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Pause(models.Model):
    """Why somebody is not asked for just now. It ends; it is never taken out of the record."""

    class Rule(models.TextChoices):
        STOP = "DR-50", "A student said stop"
        CONCERN = "DR-51", "A concern of level 2 or more"
        LAPSED = "DR-52", "A permission or the student's own yes has run out"
        PARTED = "H.6", "One of them asked for another partner"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="pauses")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="pauses")
    partner = models.ForeignKey(
        "people.Student",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty: all times together of this student",
    )
    rule = models.CharField(max_length=5, choices=Rule)
    because = models.CharField(
        max_length=60, db_index=True, help_text="what caused it, such as safety.stop:12"
    )
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "ended_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | ~Q(student=F("partner")),
                name="pause_is_of_two_or_of_one",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""),
                name="pause_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"
