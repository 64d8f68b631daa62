"""A study: its question and design, its cases, what was measured, and every point that was kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Study(models.Model):
    """One question, asked with a few cases over many sessions. A school's, or a researcher's own."""

    class Design(models.TextChoices):
        """The library's designs, and one case before and after: that is watching, not an experiment."""

        MULTIPLE_BASELINE = (
            "multiple_baseline",
            _("Multiple baseline: cases start one after another"),
        )
        MULTIPLE_PROBE = "multiple_probe", _("Multiple probe: the same, with few baseline sessions")
        REVERSAL = "reversal", _("Reversal: baseline, treatment, baseline, treatment")
        ALTERNATING = "alternating_treatments", _("Alternating: conditions take turns")
        CRITERION = "changing_criterion", _("Changing criterion: the aim moves step by step")
        BEFORE_AFTER = "before_after", _("Before and after: watching, no experiment")

    class Across(models.TextChoices):
        """What the tiers of a multiple baseline or multiple probe are; the library's words."""

        PARTICIPANTS = "participants", _("Students, each under a code")
        BEHAVIOURS = "behaviours", _("Behaviours of one student")
        SETTINGS = "settings", _("Settings of one student")

    class Source(models.TextChoices):
        OWN = "own", _("Our own records")
        PUBLISHED = "published", _("Published data")

    district = models.ForeignKey("schools.District", models.PROTECT, related_name="studies")
    school = models.ForeignKey(
        "schools.School", models.CASCADE, null=True, blank=True, related_name="studies",
        help_text="none: a researcher's own, outside any school's records",
    )  # fmt: skip
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=400, blank=True)
    design = models.CharField(max_length=22, choices=Design)
    across = models.CharField(
        max_length=12, choices=Across, default=Across.PARTICIPANTS,
        help_text="what starts one after another, in a design of tiers",
    )  # fmt: skip
    source = models.CharField(max_length=9, choices=Source, default=Source.OWN)
    is_planned = models.BooleanField(
        default=True, help_text="those who run it decide when the treatment starts and stops"
    )
    has_confound = models.BooleanField(
        default=False, help_text="something else went with the treatment and with nothing else"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return self.title

    @property
    def is_tiered(self) -> bool:
        return self.design in (self.Design.MULTIPLE_BASELINE, self.Design.MULTIPLE_PROBE)

    @property
    def is_of_one(self) -> bool:
        """Whether its tiers are all of one student, so that its cases are not people."""
        return self.is_tiered and self.across != self.Across.PARTICIPANTS

    @property
    def design_words(self) -> str:
        """The design as people call it, with what its tiers are where they are not people."""
        if not self.is_of_one:
            return self.get_design_display()
        return str(OF_ONE[self.design, self.across])


OF_ONE = {
    ("multiple_baseline", "behaviours"): _("Multiple baseline across behaviours of one student"),
    ("multiple_baseline", "settings"): _("Multiple baseline across settings of one student"),
    ("multiple_probe", "behaviours"): _("Multiple probe across behaviours of one student"),
    ("multiple_probe", "settings"): _("Multiple probe across settings of one student"),
}


class Condition(models.Model):
    """What a phase label of the data means to people."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="conditions")
    label = models.CharField(max_length=60, help_text="as it stands in the data")
    name = models.CharField(max_length=60, help_text="as it stands on the figure")
    is_baseline = models.BooleanField(default=False)
    criterion = models.FloatField(null=True, blank=True, help_text="changing criterion: the aim")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "label"], name="condition_label_once"),
            models.UniqueConstraint(
                fields=["study"], condition=Q(is_baseline=True), name="condition_one_baseline"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """One thing that is measured, and which way is better."""

    class Improvement(models.TextChoices):
        INCREASE = "increase", _("More is better")
        DECREASE = "decrease", _("Less is better")

    class Scale(models.TextChoices):
        COUNT = "count", _("A count")
        RATE = "rate", _("A rate")
        PERCENTAGE = "percentage", _("Percent, 0 to 100")
        PROPORTION = "proportion", _("A share, 0 to 1")
        OTHER = "other", _("Another scale")

    study = models.ForeignKey(Study, models.CASCADE, related_name="outcomes")
    name = models.CharField(max_length=80)
    improvement = models.CharField(max_length=8, choices=Improvement)
    scale = models.CharField(max_length=10, choices=Scale, default=Scale.OTHER)
    minutes = models.FloatField(null=True, blank=True)
    intervals = models.PositiveIntegerField(null=True, blank=True)
    goal = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "name"], name="outcome_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """Somebody or something the study follows, under a code. Never a name."""

    class Band(models.TextChoices):
        UNKNOWN = "", _("Not said")
        PK_K = "PK-K", _("PK to K")
        LOWER = "1-5", _("1 to 5")
        MIDDLE = "6-8", _("6 to 8")
        UPPER = "9-12", _("9 to 12")

    study = models.ForeignKey(Study, models.CASCADE, related_name="cases")
    code = models.CharField(max_length=60)
    band = models.CharField(max_length=4, choices=Band, default=Band.UNKNOWN, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["study", "code"], name="case_code_once")]

    def __str__(self) -> str:
        return self.code


class DataFile(models.Model):
    """A file that was brought in: what it was, with which choices, and by whom. Its points name it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    choices = models.JSONField(default=dict, help_text="how its columns were read")
    rows = models.PositiveIntegerField(help_text="points that were new")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Point(models.Model):
    """One session of one case and outcome. A correction is a new row; the old one says when it ended."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="points")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="points")
    session = models.FloatField()
    phase = models.CharField(max_length=60)
    value = models.FloatField(null=True, blank=True, help_text="none: a session without data")
    on = models.DateField(null=True, blank=True)
    is_twice = models.BooleanField(default=False, help_text="two people scored it, apart")
    agreement_pct = models.FloatField(null=True, blank=True)
    file = models.ForeignKey(DataFile, models.PROTECT, null=True, blank=True, related_name="points")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="when it was kept here, whatever day it is of")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="another row stands since")

    class Meta:
        ordering = ["case_id", "outcome_id", "session", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "outcome", "session"],
                condition=Q(ended_at__isnull=True),
                name="point_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(agreement_pct__isnull=True)
                | Q(agreement_pct__range=(0, 100), is_twice=True),
                name="point_agreement_of_two",
            ),
        ]

    def __str__(self) -> str:
        return f"point {self.pk}"
