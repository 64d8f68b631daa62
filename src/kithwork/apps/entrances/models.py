"""Devices, windows, badges, picture keys, and what was tried."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kithwork.apps.runs.models import Session


def _person(name: str, **fields: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name=name, **fields)  # type: ignore[arg-type]


def title_of(session: Session) -> str:
    """One time together, as adults call it."""
    if session.run is not None:
        return session.run.name
    peers = [one.peer for one in session.session_peers.all() if one.is_live]
    return " & ".join(one.called for one in [session.whose, *peers])


class Window(models.Model):
    """A stretch of time in which one class, or those of one time together, may sign in.

    An adult opened it, and it closes by itself.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    section = models.ForeignKey(
        "people.Section", models.CASCADE, null=True, blank=True, related_name="sign_in_windows"
    )
    session = models.ForeignKey(
        "runs.Session", models.CASCADE, null=True, blank=True, related_name="sign_in_windows",
        help_text="of a window for one time together; whoever is in it has a badge, no list is shown",
    )  # fmt: skip
    code = models.CharField(max_length=8, help_text="the class code, drawn by lot")
    opened_at = models.DateTimeField()
    opened_by = _person("+")
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _person("+", null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["school", "closes_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="window_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(section__isnull=False, session__isnull=True)
                | Q(section__isnull=True, session__isnull=False),
                name="window_of_a_class_or_of_a_time",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(closed_at__isnull=True), name="window_once_a_time"
            ),
            models.UniqueConstraint(
                fields=["section"], condition=Q(closed_at__isnull=True), name="window_once_a_class"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed_at__isnull=True), name="window_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"window {self.pk}, {self.opened_at}"

    @property
    def title(self) -> str:
        """For adults: the class, the practice, or the first names of those who are together."""
        if self.section is not None:
            return self.section.title
        return title_of(self.session) if self.session is not None else ""


class EnrolledDevice(models.Model):
    """A browser an adult set up for students to sign in on. It holds a secret; we hold its digest."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    place = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret")
    enrolled_at = models.DateTimeField()
    enrolled_by = _person("+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = _person("+", null=True, blank=True)
    window = models.ForeignKey(
        Window, models.SET_NULL, null=True, blank=True, related_name="devices",
        help_text="whose names it shows now",
    )  # fmt: skip

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Badge(models.Model):
    """A code to hold before a camera. Nothing can be read from it, and it cannot be made again from here."""

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="badges")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of 128 random bits")
    made_at = models.DateTimeField()
    made_by = _person("+")
    until = models.DateField(help_text="the end of the term")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = _person("+", null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student"], condition=Q(revoked_at__isnull=True), name="badge_once"
            )
        ]

    def __str__(self) -> str:
        return f"badge {self.pk}"


class PictureKey(models.Model):
    """Four pictures in order, kept as a password is. New ones are a new row."""

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="picture_keys")
    kept = models.CharField(max_length=128, help_text="made by Django's password hasher")
    made_at = models.DateTimeField()
    made_by = _person("+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student"], condition=Q(ended_at__isnull=True), name="picture_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"pictures {self.pk}"


class Try(models.Model):
    """One try to sign in. It says whether it opened, never what was chosen."""

    class How(models.TextChoices):
        CODE = "code"
        PICTURES = "pictures"
        BADGE = "badge"
        ADULT = "adult"

    device = models.ForeignKey(EnrolledDevice, models.CASCADE, related_name="tries")
    window = models.ForeignKey(Window, models.CASCADE, null=True, blank=True, related_name="tries")
    student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=8, choices=How)
    is_right = models.BooleanField()
    at = models.DateTimeField()
    address = models.CharField(max_length=64, help_text="of the network, hashed with our key")

    class Meta:
        verbose_name_plural = "tries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["device", "at"]),
            models.Index(fields=["student", "at"]),
            models.Index(fields=["window", "at"]),
            models.Index(fields=["address", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.how} at {self.at}"
