"""The access check: what is asked before anything takes place, and what will be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AccessQuestion(models.Model):
    """One question of the check. Copied with the template; a school adds its own."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="access_questions")
    key = models.SlugField(max_length=60, blank=True, help_text="id in the shared check")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    asks = models.CharField(max_length=300)
    hint = models.TextField(blank=True)
    about_bodies = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "key"], condition=~Q(key=""), name="access_question_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccessAnswer(models.Model):
    """What will be there for everybody, who sees to it, by when. The latest stands; none is written over."""

    question = models.ForeignKey(AccessQuestion, models.CASCADE, related_name="answers")
    says = models.CharField(max_length=400)
    who = models.CharField(max_length=80)
    by_on = models.DateField()
    answered_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(says="") & ~Q(who=""), name="access_answer_says_what_and_who"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to question {self.question_id}"
