"""A behaviour a school defined itself, beside the dictionary that comes with the product."""

from django.conf import settings
from django.db import models


class OwnBehaviour(models.Model):
    """One version of one definition. What was observed by it keeps its words: a change makes the next version."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="own_behaviours")
    key = models.SlugField(
        max_length=60, help_text="begins with own_, so that no shipped id is met"
    )
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=60)
    definition = models.CharField(max_length=600)
    example = models.CharField(max_length=300)
    non_example = models.CharField(max_length=300)
    method = models.CharField(max_length=30, help_text="what records it best")
    also = models.JSONField(default=list, blank=True, help_text="other methods that suit it")
    is_retired = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key", "version"], name="own_behaviour_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"
