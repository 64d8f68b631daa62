"""What other systems hold of ours: the addresses of calendar feeds."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """One person's private feed. Only the hash of its secret is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds"
    )
    membership_id = models.BigIntegerField(
        help_text="the role it was made in; another role needs its own"
    )
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "membership_id"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_open_feed_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"
