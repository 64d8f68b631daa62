"""Whom somebody adds to their own list for one day."""

from django.conf import settings
from django.db import models


class AddedToday(models.Model):
    """One student on one person's list, on one day and no longer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="added_to_observe"
    )
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "student", "on"], name="added_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"student {self.student_id} on {self.on}"
