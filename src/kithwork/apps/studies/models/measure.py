"""A case whose sessions are not kept here: they are those of a measure that the school follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CaseMeasure(models.Model):
    """What is followed of one student is one outcome of one case. Its points are read from the measure each time.

    The only way from a code to somebody. No page of a study is made of it but the one of those who add measures.
    """

    study = models.ForeignKey("studies.Study", models.CASCADE, related_name="measures")
    case = models.ForeignKey("studies.Case", models.CASCADE, related_name="measures")
    outcome = models.ForeignKey("studies.Outcome", models.CASCADE, related_name="measures")
    measure = models.ForeignKey(
        "measures.Measure", models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="none: the student's record was erased",
    )  # fmt: skip
    since = models.DateField(
        null=True, blank=True, help_text="sessions count from this day; empty: all there are"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when it was taken out")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "outcome"],
                condition=Q(ended_at__isnull=True),
                name="case_measure_one_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["study", "measure"],
                condition=Q(ended_at__isnull=True),
                name="case_measure_once_a_study",
            ),
        ]

    def __str__(self) -> str:
        return f"case measure {self.pk}"
