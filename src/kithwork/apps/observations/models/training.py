"""Practice for observers: a recording that was scored, what observers made of it, and what that certifies.

None of it is about a student. A practice tape lies in a table of its own, so that nothing that reads
observations can come upon it.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class By(models.TextChoices):
    """Which index decides, pad by pad. Where a pad does not have it, the pad's first one does."""

    FIRST = "first", "As two observers are compared"
    EXACT = "exact_count_per_interval", "Same count in each 10 seconds"
    INTERVAL = "interval_by_interval", "Interval by interval"
    TOTAL = "total_count", "Totals only"


class ScoredRecording(models.Model):
    """A recording to practise with: where it is, how it was scored, and how near one must come. Its key never changes."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="scored_recordings")
    instrument = models.ForeignKey(
        "observations.Instrument", models.PROTECT, related_name="scored_recordings"
    )
    title = models.CharField(max_length=80)
    where_to_find = models.CharField(max_length=300, help_text="where its video is; none is kept")
    key = models.TextField(help_text="how it was scored: length_ms and taps, as JSON")
    sha256 = models.CharField(max_length=64, help_text="of the key's UTF-8 bytes")
    program = models.CharField(max_length=12, blank=True, help_text="what it was scored in")
    made_from = models.ForeignKey(
        "observations.Observation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    least_pct = models.PositiveSmallIntegerField()
    in_a_row = models.PositiveSmallIntegerField()
    by_index = models.CharField(max_length=30, choices=By, default=By.FIRST)
    is_retired = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least_pct__range=(50, 100)), name="scored_recording_least_pct"
            ),
            models.CheckConstraint(
                condition=Q(in_a_row__range=(1, 5)), name="scored_recording_in_a_row"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PracticeTape(models.Model):
    """What one observer made of a scored recording, kept as it came."""

    recording = models.ForeignKey(ScoredRecording, models.PROTECT, related_name="tapes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="practice_tapes")
    letter = models.UUIDField(unique=True, help_text="made on the device")
    text = models.TextField(help_text="byte for byte, as the device sent it")
    sha256 = models.CharField(max_length=64, help_text="of the text's UTF-8 bytes")
    program = models.CharField(max_length=12, blank=True, help_text="what it was recorded in")
    lowest_pct = models.FloatField(null=True, help_text="of the pad that agreed least")
    has_passed = models.BooleanField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["recording", "by"])]

    def __str__(self) -> str:
        return f"practice {self.letter}"


class Certificate(models.Model):
    """That an observer scored a recording as its key has it, often enough in a row. Never edited; it runs out."""

    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="observer_certificates"
    )
    instrument = models.ForeignKey(
        "observations.Instrument", models.PROTECT, related_name="certificates"
    )
    recording = models.ForeignKey(ScoredRecording, models.PROTECT, related_name="certificates")
    tape = models.OneToOneField(PracticeTape, models.PROTECT, related_name="certificate")
    at_least_pct = models.FloatField(help_text="the lowest of any pad in the tapes that earned it")
    on = models.DateField()
    until = models.DateField(help_text="the last day it is good for")

    class Meta:
        ordering = ["-until", "-id"]
        indexes = [models.Index(fields=["instrument", "observer"])]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="certificate_ends_after"),
        ]

    def __str__(self) -> str:
        return f"certificate until {self.until}"

    def save(self, *args: Any, **more: Any) -> None:
        if self.pk is not None:
            raise TypeError("a certificate is never edited; practise again for another")
        super().save(*args, **more)
