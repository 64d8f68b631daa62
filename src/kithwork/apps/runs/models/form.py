"""A form of the practice, filled in for a run: the written plan of a peer support arrangement."""

from django.conf import settings
from django.db import models


class RunForm(models.Model):
    """One filling of a form. What is changed later is a new row; the newest counts."""

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="forms")
    form = models.SlugField(help_text="the form's id in the playbook")
    answers = models.JSONField(
        default=dict, help_text="field id -> answer; a grid is rows of cells"
    )
    team_answers = models.JSONField(
        default=dict, blank=True, help_text="what never leaves the student's team"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "form"])]

    def __str__(self) -> str:
        return f"{self.form} of run {self.run_id}"
