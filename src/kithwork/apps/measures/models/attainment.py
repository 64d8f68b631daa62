"""Goal attainment scaling: five written levels from much less to much more than hoped, and ratings on them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AttainmentScale(models.Model):
    """Five levels in the team's words. Rated on, it never changes: an edit makes the next one."""

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="attainment_scales")
    run = models.ForeignKey(
        "runs.Run", models.SET_NULL, null=True, blank=True, related_name="attainment_scales"
    )
    name = models.CharField(max_length=80)
    levels = models.JSONField(help_text="five sentences, for -2, -1, 0, +1, +2")
    is_iep = models.BooleanField(default=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"attainment scale {self.pk}"


class AttainmentRating(models.Model):
    """Where the student is on a day, as a person who knows them says."""

    scale = models.ForeignKey(AttainmentScale, models.CASCADE, related_name="ratings")
    on = models.DateField()
    level = models.SmallIntegerField(help_text="-2 to +2")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(-2, 2)), name="attainment_level_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"rating on scale {self.scale_id}"

    @property
    def words(self) -> str:
        """The team's sentence for this level."""
        return str(self.scale.levels[self.level + 2])
