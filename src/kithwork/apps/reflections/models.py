"""Surveys, their waves, who is asked, and what was answered. An answer is never changed; a later one stands beside it."""

from __future__ import annotations

from functools import cached_property
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kithwork.apps.reflections.questionnaire import LANGUAGES, Questionnaire


class Survey(models.Model):
    """A questionnaire asked of a group, in up to three waves."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="surveys")
    title = models.CharField(max_length=120)
    questionnaire = models.CharField(max_length=40, help_text="id of a file in questionnaires/")
    version = models.PositiveSmallIntegerField()
    text = models.JSONField(help_text="what is asked, in each language, as it was when it began")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="surveys",
        help_text="who looks after it beside the coordinator",
    )  # fmt: skip
    because = models.CharField(
        max_length=60, blank=True, db_index=True, help_text="what it was made for, such as courses.cohort:3"
    )  # fmt: skip
    made_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def asks(self, language: str = "en") -> Questionnaire:
        chosen = language if language in LANGUAGES else "en"
        return self._asked[chosen]

    @cached_property
    def _asked(self) -> dict[str, Questionnaire]:
        return {key: Questionnaire(**words) for key, words in self.text.items()}


class Wave(models.Model):
    """When a survey is asked: at the start, in the middle, at the end."""

    class Kind(models.TextChoices):
        START = "start", _("Start")
        MIDDLE = "middle", _("Middle")
        END = "end", _("End")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="waves")
    kind = models.CharField(max_length=6, choices=Kind)
    opens_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["opens_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "kind"], name="wave_once_a_survey"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="wave_is_due_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of survey {self.survey_id}"


class Asked(models.Model):
    """Somebody a survey is about, in the group that takes part or in the one it is compared with."""

    class Group(models.TextChoices):
        TREATMENT = "treatment", _("Takes part")
        COMPARISON = "comparison", _("Comparison group")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="asked")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="asked_in")
    group = models.CharField(max_length=10, choices=Group, default=Group.TREATMENT)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["student__last_name", "student__first_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "student"], name="asked_once_a_survey"),
        ]

    def __str__(self) -> str:
        return f"asked {self.pk}"


class Reply(models.Model):
    """One answer to one item, or that it was skipped. The newest of a voice counts; none is written over."""

    class Voice(models.TextChoices):
        STUDENT = "student", _("The student")
        ADULT = "adult", _("An adult about the student")

    class Mode(models.TextChoices):
        SCREEN = "screen", _("On the screen")
        TYPED = "typed", _("Typed")
        SPEECH = "speech", _("Said aloud, an adult wrote it down")
        SIGN = "sign", _("Signed, an adult wrote it down")
        SYMBOLS = "symbols", _("With symbols or pointing, an adult wrote it down")
        DEVICE = "device", _("With a speech device, an adult wrote it down")
        PAPER = "paper", _("On paper")
        FILE = "file", _("From a file")

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="replies")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="replies")
    voice = models.CharField(max_length=7, choices=Voice, default=Voice.STUDENT)
    item = models.CharField(max_length=40)
    choice = models.CharField(
        max_length=40, blank=True, help_text="key of the option; empty: words or skipped"
    )
    value = models.FloatField(
        null=True, blank=True, help_text="its number; empty counts in no score"
    )
    words = models.TextField(blank=True)
    is_skipped = models.BooleanField(default=False)
    mode = models.CharField(max_length=7, choices=Mode)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="who answered, or who wrote it down",
    )  # fmt: skip
    at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="its words were erased on time"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["wave", "student", "voice"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_skipped=True, choice="", words="", value__isnull=True)
                | Q(is_skipped=False) & (~Q(choice="") | ~Q(words="") | Q(erased_at__isnull=False)),
                name="reply_says_something_or_is_skipped",
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class View(models.Model):
    """What somebody on the staff or in a family answered for themselves. Who it was is written down nowhere.

    Neither its id nor its day tells in which order answers came.
    """

    class Side(models.TextChoices):
        STAFF = "staff", _("Staff")
        FAMILY = "family", _("Families")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="views")
    side = models.CharField(max_length=6, choices=Side)
    item = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True)
    value = models.FloatField(null=True, blank=True, help_text="empty counts in no mean")
    words = models.TextField(blank=True)
    is_skipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["wave", "side", "item"])]

    def __str__(self) -> str:
        return f"view {self.pk}"


class Viewed(models.Model):
    """That somebody has answered, so that nobody is asked twice; never what."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="viewed")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "user"], name="viewed_once_a_wave"),
        ]

    def __str__(self) -> str:
        return f"viewed {self.pk}"
