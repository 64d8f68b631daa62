"""What others approve, what must be ready, and the termly look at the whole program."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Approval(models.Model):
    """One item of the approvals board, for one program. `approvals.py` says by whom and what it blocks."""

    class State(models.TextChoices):
        NOT_ASKED = "not_asked"
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        NOT_NEEDED = "not_needed"

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="approvals")
    key = models.SlugField(max_length=30)
    state = models.CharField(max_length=10, choices=State, default=State.NOT_ASKED)
    on = models.DateField(null=True, blank=True, help_text="when it came to stand like this")
    who = models.CharField(max_length=80, blank=True, help_text="who answered, by name")
    document = models.CharField(max_length=200, blank=True, help_text="where the paper is kept")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="approval_once_per_program"),
            models.CheckConstraint(
                condition=Q(state="not_asked") | Q(on__isnull=False), name="approval_has_its_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of program {self.program_id}"


class ReadinessTick(models.Model):
    """Somebody said that an item of the readiness list is done; or took that back."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="ticks")
    key = models.SlugField(max_length=30)
    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=120, help_text="as they were called that day")
    note = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key"],
                condition=Q(taken_back_at__isnull=True),
                name="readiness_ticked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of program {self.program_id}"


class FidelityReview(models.Model):
    """The thirty questions about the program, answered for a term. A later look is a new row."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="reviews")
    term = models.ForeignKey("schools.Term", models.PROTECT, related_name="+")
    on = models.DateField()
    answers = models.JSONField(help_text="item -> yes or no; what nobody could say is left out")
    told = models.JSONField(default=list, help_text="items that the data answered that day")
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["program", "term"])]

    def __str__(self) -> str:
        return f"review {self.pk} of program {self.program_id}"
