"""What a measure is hoped to reach, by when. A goal that changes is a new row; the older stays."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Goal(models.Model):
    """A level by a day, in a place. The aim line goes from where it began to there."""

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="goals")
    level = models.FloatField(help_text="in the measure's own unit")
    from_level = models.FloatField(null=True, blank=True, help_text="where the aim line begins")
    starts_on = models.DateField()
    by_on = models.DateField()
    words = models.CharField(max_length=200, blank=True, help_text="the goal as the team says it")
    is_iep = models.BooleanField(
        default=False, help_text="chosen by the IEP team; seen by the student's team alone"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_on__gt=F("starts_on")), name="goal_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.pk} of measure {self.measure_id}"
