"""A browser somebody observes with. It may keep work of that person's, locked, and can be shut out from afar."""

from django.conf import settings
from django.db import models


class Device(models.Model):
    """One person on one browser. Another person on the same browser is another row."""

    device = models.UUIDField(help_text="made on the device")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    name = models.CharField(max_length=120, blank=True, help_text="what the browser calls itself")
    enrolled_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-last_seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["device", "user"], name="device_once_for_a_person"),
        ]

    def __str__(self) -> str:
        return self.name or "a device"


class SyncCount(models.Model):
    """How often one account's devices and programs asked within a minute: one row for each account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    minute = models.BigIntegerField()
    asked = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.asked} in minute {self.minute}"
