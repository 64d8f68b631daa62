"""The school's own words on flyers and pages, and what each way of inviting brought."""

from django.conf import settings
from django.db import models


class OwnWords(models.Model):
    """What the recruitment kit says, in one language. Whom to ask is a person: it is never copied elsewhere."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="own_words")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, help_text="what we do together, in one sentence")
    who = models.CharField(max_length=160)
    when = models.CharField(max_length=160)
    ask = models.CharField(max_length=160)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "language"], name="own_words_once_per_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Invitation(models.Model):
    """One use of one channel: when, how many saw it, how many signed up. Numbers typed in, nobody's name."""

    class Channel(models.TextChoices):
        FLYER = "flyer"
        POSTER = "poster"
        WEB = "web"
        ANNOUNCEMENT = "announcement"
        PRESENTATION = "presentation"
        NOMINATION = "nomination"
        TEACHER = "teacher"
        FORM = "form"
        STUDENT = "student"
        FRIEND = "friend"

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="invitations")
    channel = models.CharField(max_length=12, choices=Channel)
    on = models.DateField()
    views = models.PositiveIntegerField(null=True, blank=True)
    sign_ups = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.channel} on {self.on}"
