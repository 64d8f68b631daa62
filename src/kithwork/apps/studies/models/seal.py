"""What was decided before the data: starts and rules under a seal; and readings by people who do not know the phases."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """Something written down before the first point, with a mark that only it and its salt fit.

    The salt stays back until the study is reported: until then the mark tells nothing.
    """

    class Kind(models.TextChoices):
        STARTS = "starts", _("Starts drawn by chance")
        RULES = "rules", _("How the data will be analysed")

    study = models.ForeignKey("studies.Study", models.CASCADE, related_name="seals")
    kind = models.CharField(max_length=6, choices=Kind)
    content = models.JSONField(help_text="the plan as the library writes it, or the rules as text")
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "kind"], name="seal_once_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"seal {self.pk}"


class Round(models.Model):
    """A set of graphs laid out to be read by people who do not know cases, phases or days."""

    study = models.ForeignKey("studies.Study", models.CASCADE, related_name="rounds")
    outcome = models.ForeignKey("studies.Outcome", models.PROTECT, related_name="rounds")
    sheets = models.JSONField(help_text="the scores of each case in order, as they stood then")
    order = models.JSONField(help_text="the key: which sheet started first, second, and so on")
    starts = models.JSONField(help_text="the key: at which place of each sheet the phases change")
    cases = models.ManyToManyField(
        "studies.Case", related_name="rounds", help_text="whose scores are in it, in no order"
    )
    laid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    laid_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study"], condition=Q(opened_at__isnull=True), name="round_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"


class Reading(models.Model):
    """One reader's copy of a round: an address and an order of graphs of their own, and what they said."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="masked_readings"
    )
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=43, unique=True, help_text="drawn by chance, for this once")
    sheets = models.JSONField(
        help_text="[random id, place of the sheet in the round], in their order"
    )
    salt = models.CharField(max_length=64)
    log = models.JSONField(
        default=list, help_text="the library's chain: key laid, order named, opened"
    )
    marks = models.JSONField(null=True, blank=True, help_text="by random id")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "reader"], name="reading_one_a_reader"),
            models.UniqueConstraint(fields=["round", "number"], name="reading_number_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, marks__isnull=True)
                | Q(read_at__isnull=False, marks__isnull=False),
                name="reading_marks_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
