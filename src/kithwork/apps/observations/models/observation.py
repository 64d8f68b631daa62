"""What a letter says, worked out: one observation, and a value for each thing that was watched."""

from django.conf import settings
from django.db import models

from kithwork.apps.observations.models.watch import Phase, Setting


class Observation(models.Model):
    """One letter read. It can be worked out again from its envelope at any time, and says the same."""

    envelope = models.OneToOneField(
        "observations.Envelope", models.PROTECT, related_name="observation"
    )
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="observations")
    watch = models.ForeignKey(
        "observations.Watch", models.SET_NULL, null=True, blank=True, related_name="observations"
    )
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="observations")
    instrument = models.ForeignKey(
        "observations.Instrument", models.PROTECT, related_name="observations"
    )
    phase = models.CharField(max_length=12, choices=Phase)
    setting = models.CharField(max_length=10, choices=Setting)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="observations")
    is_second = models.BooleanField(default=False)
    began_at = models.DateTimeField(help_text="by the device's clock; orders nothing")
    seconds = models.FloatField(help_text="observed, pauses left out")
    is_usable = models.BooleanField(default=True)
    why_not = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    corrects = models.UUIDField(
        null=True, blank=True, help_text="the letter this one is to be read instead of"
    )
    imported_from = models.CharField(
        max_length=12, blank=True, help_text="the other program it was recorded in"
    )
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["student", "instrument"]),
            models.Index(fields=["school", "read_at"]),
            models.Index(fields=["corrects"]),
        ]

    def __str__(self) -> str:
        return f"observation of student {self.student_id}"


class Value(models.Model):
    """One number from one pad, or none with its reason."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="values")
    code = models.CharField(max_length=8)
    behaviour = models.SlugField(max_length=60)
    who = models.CharField(max_length=8)
    index = models.CharField(max_length=40, help_text="count, rate, percent_duration …")
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40)
    reasons = models.JSONField(default=list, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "code", "index"], name="value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.index} of {self.behaviour}"
