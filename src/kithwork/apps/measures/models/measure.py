"""One thing that is followed of one student, and where its numbers come from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kithwork.apps.observations.models.watch import Setting


class Measure(models.Model):
    """What is counted, timed, scored or rated, in which way it is better, and in which place it is practised."""

    class Source(models.TextChoices):
        OBSERVED = "observed", _("Observed")
        SCORE = "score", _("A test or a one-minute reading")
        LOGGED = "logged", _("Written down after each session")
        ENTERED = "entered", _("Typed in, or brought in from older records")

    class Aim(models.TextChoices):
        INCREASE = "increase", _("More is better")
        DECREASE = "decrease", _("Less is better")

    class Scale(models.TextChoices):
        """As `kithwork.evidence` has them: which values there can be."""

        COUNT = "count", _("Times")
        RATE = "rate", _("Times in a span")
        PERCENTAGE = "percentage", _("Per cent")
        PROPORTION = "proportion", _("A share, from 0 to 1")
        OTHER = "other", _("Something else")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="measures")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="measures")
    run = models.ForeignKey(
        "runs.Run", models.SET_NULL, null=True, blank=True, related_name="measures",
        help_text="whose phases part the series",
    )  # fmt: skip
    name = models.CharField(
        max_length=80, help_text="in plain words: starts or answers a classmate"
    )
    source = models.CharField(max_length=8, choices=Source)
    key = models.CharField(
        max_length=120, blank=True,
        help_text="observed: form/behaviour/who/index; score: its kind; logged: form.field",
    )  # fmt: skip
    improvement = models.CharField(max_length=8, choices=Aim, default=Aim.INCREASE)
    scale = models.CharField(max_length=10, choices=Scale)
    unit = models.CharField(max_length=60, help_text="as an axis says it: times in 10 minutes")
    setting = models.CharField(
        max_length=10, choices=Setting, blank=True,
        help_text="where it is practised; what is seen elsewhere is a check in another place",
    )  # fmt: skip
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    learned_elsewhere = models.BooleanField(
        default=False, help_text="taught somewhere else; here it is to spread to other places"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["student", "ended_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="measure_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["student", "run", "source", "key"],
                condition=Q(ended_on__isnull=True) & ~Q(source="entered"),
                name="measure_followed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"
