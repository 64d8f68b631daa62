"""A form for observing: behaviours, how each is recorded, for how long."""

from django.conf import settings
from django.db import models


class Instrument(models.Model):
    """One version of one form. What somebody observed with never changes: an edit makes the next version."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="instruments")
    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=80)
    text = models.JSONField(help_text="kind, minutes, pads, interval, levels, scale")
    words = models.JSONField(
        null=True, blank=True, help_text="what each behaviour meant when this version was made"
    )
    made_from = models.CharField(
        max_length=80, blank=True, help_text="the shipped form it began as"
    )
    is_retired = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key", "version"], name="instrument_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"
