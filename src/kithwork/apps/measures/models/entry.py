"""A value typed in by a person, or brought in from older records. A correction is a new row."""

from django.conf import settings
from django.db import models

from kithwork.apps.observations.models.watch import Phase, Setting


class Entry(models.Model):
    """One session's value, or that there was none and why."""

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="entries")
    on = models.DateField()
    value = models.FloatField(null=True, blank=True)
    why_none = models.CharField(max_length=80, blank=True)
    phase = models.CharField(
        max_length=12, choices=Phase, blank=True, help_text="empty: as the run says"
    )
    setting = models.CharField(
        max_length=10, choices=Setting, blank=True, help_text="empty: where it is practised"
    )
    from_file = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the file it came from"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    is_taken_back = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["measure", "on"])]

    def __str__(self) -> str:
        return f"entry of measure {self.measure_id} on {self.on}"
