"""The letter as a device sent it. Kept byte for byte; nothing offline is ever overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Envelope(models.Model):
    """One letter. Another text under the same id is kept beside the first, for a person to compare."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Not read yet"
        READ = "read", "Read"
        UNREADABLE = "unreadable", "Could not be read"
        DELETED = "deleted", "Taken away"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="envelopes")
    letter = models.UUIDField(help_text="made on the device")
    sha256 = models.CharField(max_length=64, help_text="of the text's UTF-8 bytes")
    text = models.TextField()
    is_first = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="envelopes")
    device = models.UUIDField(null=True, blank=True)
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="by the device's clock")
    clock_offset_ms = models.BigIntegerField(
        null=True, blank=True, help_text="device's clock less the server's, when it was sent"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sentence = models.CharField(max_length=300, blank=True, help_text="why it could not be read")
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="when a person had looked at two texts under one id"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    why_deleted = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["school", "status"]),
            models.Index(fields=["by", "received_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(is_first=True), name="envelope_letter_once"
            ),
            models.UniqueConstraint(fields=["letter", "sha256"], name="envelope_text_once"),
            models.CheckConstraint(
                condition=Q(status="deleted", deleted_at__isnull=False)
                | ~Q(status="deleted") & Q(deleted_at__isnull=True),
                name="envelope_deleted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.letter}"
