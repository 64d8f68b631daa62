"""Asks, drafts and the edits people make to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PlanAsk(models.Model):
    """One question to the matching: for which dates, from which needs and peers as they stood then."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="plan_asks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    seconds = models.PositiveSmallIntegerField(default=20)
    seed = models.PositiveIntegerField(default=1)
    problem = models.JSONField(help_text="kithwork-matching/1, with opaque ids")
    people = models.JSONField(help_text="opaque id -> row id, and frame days and period labels")
    job_id = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="ask_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk}"


class Draft(models.Model):
    """A plan being looked at and edited by people. Every edit raises the version."""

    class Status(models.TextChoices):
        OPEN = "open"
        IN_FORCE = "in_force"
        PAST = "past"
        DROPPED = "dropped"

    class Aim(models.TextChoices):
        BALANCED = "balanced", "Balanced"
        TIME = "time", "More time together"
        WISHES = "wishes", "Wishes first"

    ask = models.ForeignKey(PlanAsk, models.CASCADE, related_name="drafts")
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="drafts")
    aim = models.CharField(max_length=8, choices=Aim)
    number = models.PositiveIntegerField(help_text="counts up in a school: Draft 3")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    version = models.PositiveIntegerField(default=1)
    plan = models.JSONField(help_text="kithwork-plan/1 as the matching gave it")
    sessions = models.JSONField(help_text="as edited: [{need, slot, peers[]}]")
    locks = models.JSONField(default=list, help_text="[need, slot, peer]")
    allowances = models.JSONField(
        default=list, help_text="rules a person raised for this plan, with who and why"
    )
    left_open = models.JSONField(default=list, help_text="needs a person chose to leave open")
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="draft_number_once"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(status="in_force"), name="one_plan_in_force_a_school"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.number}"


class DraftEdit(models.Model):
    """One change to a draft by one person: enough to undo it, and to show both when two collide."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField(help_text="the draft's version after this edit")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=40)
    sentence = models.CharField(max_length=300)
    before = models.JSONField(help_text="the parts of the draft that changed, as they were")
    after = models.JSONField()
    undone_by_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "version"], name="draft_version_once")
        ]

    def __str__(self) -> str:
        return self.sentence
