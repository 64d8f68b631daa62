"""What other systems hold of ours, and the lists that were brought in."""

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


class ProgramImport(models.Model):
    """One list of needs or volunteers that was brought in, and what it takes to take it back.

    Of what stands now only a mark is kept; what stood before is kept until the next list comes in.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="program_imports")
    purpose = models.CharField(max_length=20, help_text="needs or volunteers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    students = models.JSONField(default=list, help_text="ids of the students it speaks of")
    joined = models.JSONField(default=list, help_text="ids of the students whose team was joined")
    steps = models.JSONField(default=list, help_text="table, row, fields before, mark of after")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
