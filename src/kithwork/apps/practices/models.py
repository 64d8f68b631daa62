"""A school's own playbooks, its own ideas for roles, and the content sets its classes practise."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SchoolPlaybook(models.Model):
    """One version of a playbook that a school wrote for itself. A new text is a new row."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="playbooks")
    playbook = models.SlugField(help_text="the id the file gives itself")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    text = models.TextField(help_text="the TOML, exactly as it was kept")
    digest = models.CharField(max_length=64)
    started_from = models.CharField(
        max_length=80, blank=True, help_text="id and version of the practice it was copied from"
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kept_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "playbook", "version"], name="school_playbook_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class RoleIdea(models.Model):
    """An everyday role for two that somebody at the school thought of. A colleague looks, then all may use it."""

    class Whose(models.TextChoices):
        STUDENT = "student", "A student's idea"
        FAMILY = "family", "A family's idea"
        STAFF = "staff", "Our staff's idea"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="role_ideas")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=20, help_text="a key of words.ROLE_PLACES")
    grades = models.JSONField(default=list, help_text="grade bands, as playbooks write them")
    gives = models.CharField(max_length=200)
    receives = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    prepare = models.CharField(max_length=200, blank=True)
    supports = models.CharField(max_length=200, blank=True)
    brings = models.JSONField(default=list, blank=True, help_text="keys of words.BRINGS")
    whose = models.CharField(max_length=8, choices=Whose, default=Whose.STAFF)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="safe, dignified, both ways: somebody said yes to all three",
    )
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["school", "withdrawn_at"])]

    def __str__(self) -> str:
        return self.name


class ContentSet(models.Model):
    """A list to practise: spelling words, facts, terms, questions or passages, the school's own."""

    class Kind(models.TextChoices):
        SPELLING = "spelling", "Spelling words"
        FACTS = "facts", "Facts"
        VOCABULARY = "vocabulary", "Words and meanings"
        QUESTIONS = "questions", "Questions and answers"
        PASSAGES = "passages", "Passages to read"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="content_sets")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=20, blank=True, help_text="as the school writes levels")
    language = models.CharField(max_length=10, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["school", "closed_on"])]

    def __str__(self) -> str:
        return self.name


class ContentItem(models.Model):
    """One word, fact, question or passage of a set, in its place."""

    content_set = models.ForeignKey(ContentSet, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    prompt = models.TextField(help_text="what is asked or read")
    answer = models.TextField(blank=True, help_text="what the key says")
    level = models.CharField(max_length=20, blank=True)
    words = models.PositiveIntegerField(
        null=True, blank=True, help_text="words of a passage, for words read correctly in a minute"
    )

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_set", "place"], name="content_item_place_once"
            ),
            models.CheckConstraint(condition=~Q(prompt=""), name="content_item_asks_something"),
        ]

    def __str__(self) -> str:
        return self.prompt[:40]
