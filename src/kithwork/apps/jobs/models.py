"""A job: what was asked, by whom, how far it is, and how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of background work. It is safe to run twice; it finishes once."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=40)
    args = models.JSONField(default=dict)
    school_id = models.BigIntegerField(null=True, db_index=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs"
    )
    once = models.CharField(
        max_length=100,
        null=True,
        blank=True,
        help_text="no second job with this key while one is open",
    )
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    progress = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True, help_text="a sentence, when it failed")
    attempts = models.PositiveSmallIntegerField(default=0)
    runner = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    stop_requested = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "not_before"])]
        constraints = [
            models.UniqueConstraint(
                fields=["once"], condition=Q(state__in=["queued", "running"]), name="open_job_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}
