"""A sheet printed for one session: who stood on it, in which order, under which code."""

from django.conf import settings
from django.db import models


class Sheet(models.Model):
    """A tally sheet as it lies on a desk. When pairs change, a new version is printed; this one stays as it was."""

    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="sheets")
    version = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=6, unique=True, help_text="drawn by lot; says nothing")
    rows = models.JSONField(help_text="as printed: group and students by id, in their order")
    pair_items = models.JSONField(help_text="checklist items with a column, by id")
    steps = models.JSONField(help_text="numbered steps, by id")
    printed_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["session", "version"]
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="sheet_version_once"),
        ]

    def __str__(self) -> str:
        return f"sheet {self.version} of session {self.session_id}"
