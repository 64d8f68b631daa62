"""A notice: one message to one person, and what became of it."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A message for one person. Its text never names a student together with a need."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        UNDELIVERABLE = "undeliverable"

    school_id = models.BigIntegerField(db_index=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.WAITING)
    why_not = models.CharField(max_length=200, blank=True)
    left_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title
