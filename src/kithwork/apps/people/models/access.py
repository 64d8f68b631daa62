"""Access: who may see which student, how deeply, why, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kithwork.apps.foundation.viewer import Depth


class Access(models.Model):
    """One person's way to one student's record, with its reason. Closing ends it; the row stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="access")
    depth = models.PositiveSmallIntegerField(choices=[(depth.value, depth.name) for depth in Depth])
    reason = models.CharField(max_length=200, help_text="said to the person: You are on Ada's team")
    because = models.CharField(
        max_length=60, db_index=True, help_text="what opened it, such as runs.pairing:12"
    )
    from_on = models.DateField()
    until_on = models.DateField()
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "access"
        indexes = [
            models.Index(fields=["user", "depth", "until_on"]),
            models.Index(fields=["student"]),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="access_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="access_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.reason
