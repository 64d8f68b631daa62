"""Stops and concerns. Both are kept as they were said; what follows is added beside them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Stop(models.Model):
    """A student does not want to go on, with some partners or with all. No reason is asked."""

    class Mode(models.TextChoices):
        TAP = "tap", "Tapped it"
        SPOKE = "spoke", "Said it"
        SYMBOLS = "symbols", "Symbols or pictures"
        DEVICE = "device", "Own device"
        SEEN = "seen", "An adult saw it"

    class Outcome(models.TextChoices):
        GO_ON = "go_on", "They go on together"
        END = "end", "Not together any more"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="stops")
    letter = models.UUIDField(unique=True, help_text="made on the device: sent twice is heard once")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="stops")
    partners = models.ManyToManyField("people.Student", related_name="+", blank=True)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.TAP)
    said_at = models.DateTimeField(auto_now_add=True)
    said_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="the account it was said with: the student's own, or an adult's",
    )  # fmt: skip
    talk_by = models.DateField(help_text="an adult talks with the student by this school day")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    talked_at = models.DateTimeField(null=True, blank=True)
    talked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="for those who run the program")

    class Meta:
        ordering = ["-said_at", "-id"]
        indexes = [models.Index(fields=["school", "talked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(talked_at__isnull=True, outcome="")
                | Q(talked_at__isnull=False) & ~Q(outcome=""),
                name="stop_talked_of_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}"


class Concern(models.Model):
    """Something is wrong, as somebody saw it. Never shown to peers or families from here."""

    class Level(models.IntegerChoices):
        CONCERN = 1, "A worry"
        HARM = 2, "Somebody was hurt or could be"
        EMERGENCY = 3, "An emergency"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="concerns")
    letter = models.UUIDField(unique=True, help_text="made on the device: sent twice is kept once")
    level = models.PositiveSmallIntegerField(choices=Level)
    when = models.CharField(max_length=80, blank=True, help_text="as it was said: at lunch, 11:40")
    place = models.CharField(max_length=120, blank=True)
    seen = models.TextField(help_text="what was seen or told, in the words of who reported it")
    done = models.TextField(blank=True, help_text="what was done at once")
    is_adult_told = models.BooleanField(default=False)
    is_from_student = models.BooleanField(default=False)
    students = models.ManyToManyField("people.Student", related_name="concerns", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(
        null=True, blank=True, help_text="on the device, when it had no network then"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [models.Index(fields=["school", "closed_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(seen=""), name="concern_says_something"),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="concern_level_exists"),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernStep(models.Model):
    """What was done about a concern, one line after another; none is written over."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        FAMILY = "family", "Family told"
        LEVEL = "level", "Level changed"
        CLOSED = "closed", "Closed"
        OPENED = "opened", "Opened again"

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} of concern {self.concern_id}"


class FaceCheck(models.Model):
    """How a time together was for one student, in a face. For the coordinator alone; never for a partner."""

    class Face(models.IntegerChoices):
        GOOD = 3, "Good"
        OK = 2, "OK"
        HARD = 1, "Hard"

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="faces")
    session = models.ForeignKey("runs.Session", models.CASCADE, related_name="faces")
    face = models.PositiveSmallIntegerField(choices=Face)
    on = models.DateField(help_text="the day of the time together")
    said_at = models.DateTimeField(auto_now=True)
    talked_at = models.DateTimeField(null=True, blank=True, help_text="an adult talked in private")
    talked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["student", "session"], name="face_once_a_session"),
            models.CheckConstraint(condition=Q(face__range=(1, 3)), name="face_exists"),
        ]

    def __str__(self) -> str:
        return f"face {self.pk}"
