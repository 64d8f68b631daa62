"""The trail: lines that can be added and read, and nothing else."""

from django.conf import settings
from django.db import models

from kithwork.apps.foundation import clock


class TrailEntry(models.Model):
    """One action by one person. The database itself refuses to change or remove it."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    verb = models.CharField(max_length=60, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    role = models.CharField(max_length=40)
    school_id = models.BigIntegerField(null=True, db_index=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(
        default=dict, help_text="ids, counts and field names; never a text about a person"
    )
    follows = models.BigIntegerField(null=True, help_text="the line written before this one")
    seal = models.CharField(max_length=64, help_text="what trail.chain makes of this line")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}".strip()
