"""What was learned, rehearsed, signed and certified. A rehearsal or a certificate is never changed, only taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ONE_OF_TWO = Q(student__isnull=True, staff__isnull=False) | Q(
    student__isnull=False, staff__isnull=True
)


class OfALearner(models.Model):
    """A row of a student or of an adult of the school, never of both."""

    student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="%(class)s_rows"
    )
    staff = models.ForeignKey(
        "people.Staff", models.CASCADE, null=True, blank=True, related_name="%(class)s_rows"
    )

    class Meta:
        abstract = True


class Progress(OfALearner):
    """How far somebody is in one piece, in one version of it."""

    piece = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(default=0, help_text="where they go on")
    right = models.JSONField(default=list, help_text="questions that were answered right")
    done_on = models.DateField(null=True, blank=True)
    aloud = models.BooleanField(default=False, help_text="an adult wrote the answers down")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_OF_TWO, name="progress_of_one_learner"),
            models.UniqueConstraint(
                fields=["student", "piece", "version"], name="progress_once_a_student"
            ),
            models.UniqueConstraint(
                fields=["staff", "piece", "version"], name="progress_once_an_adult"
            ),
        ]

    def __str__(self) -> str:
        return f"progress {self.pk}"


class Meeting(models.Model):
    """An adult and some students learn together, before or after school or over lunch."""

    class When(models.TextChoices):
        BEFORE = "before", _("Before school")
        LUNCH = "lunch", _("Over lunch")
        AFTER = "after", _("After school")
        ADVISORY = "advisory", _("In advisory")
        OTHER = "other", _("At another time")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="training_meetings")
    on = models.DateField()
    when = models.CharField(max_length=8, choices=When)
    place = models.CharField(max_length=80, blank=True)
    lesson = models.CharField(max_length=120, help_text="orientation/1, or a practice and a lesson")
    leader = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, related_name="training_meetings"
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by",
        help_text="the meeting this one goes on from",
    )  # fmt: skip
    called_off = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"training meeting {self.pk}"


class Seat(models.Model):
    """Somebody who is asked to a meeting, and whether they came. Nobody is asked why not."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="training_seats")
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "student"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"


class Rehearsal(models.Model):
    """One role-play as an adult scored it: each item yes, no, or not applicable."""

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="rehearsals")
    subject = models.CharField(max_length=80, help_text="role:buddy, practice:peer_network")
    lesson = models.CharField(max_length=60, help_text="a lesson of the practice, or role")
    items = models.JSONField(help_text="list of text and yes, no or na")
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["student", "subject"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(yes__gt=0) | Q(no__gt=0), name="rehearsal_scores_something"
            ),
        ]

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"

    @property
    def pct(self) -> float:
        return 100 * self.yes / (self.yes + self.no)

    @property
    def missed(self) -> list[str]:
        return [one["text"] for one in self.items if one["said"] == "no"]


class Certificate(OfALearner):
    """Mastery on record: of a role, a practice, or of an adult's training, from a day until a day."""

    subject = models.CharField(max_length=80)
    given_on = models.DateField()
    until = models.DateField()
    after = models.ForeignKey(
        Rehearsal, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="the last rehearsal it rests on; the next one needs later ones",
    )  # fmt: skip
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_on", "pk"]
        indexes = [models.Index(fields=["subject", "until"])]
        constraints = [
            models.CheckConstraint(condition=ONE_OF_TWO, name="certificate_of_one_learner"),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("given_on")), name="certificate_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"


class Agreement(models.Model):
    """What somebody agrees to in a role: a versioned text with three signatures."""

    class Kind(models.TextChoices):
        PRIVATE = "private", _("Confidentiality agreement")
        ROLE = "role", _("Role agreement")

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=7, choices=Kind)
    role = models.CharField(max_length=20, help_text="a value of needs.PeerRole")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, default="en")
    text = models.JSONField(help_text="what is signed, as it was when it was laid out")
    made_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "kind", "role"],
                condition=Q(ended_on__isnull=True),
                name="agreement_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class Signature(models.Model):
    """One of the three under an agreement, on the screen or on paper."""

    class Part(models.TextChoices):
        PEER = "peer", _("The peer")
        PARTNER = "partner", _("The partner, or their family")
        TEACHER = "teacher", _("The teacher")
        FAMILY = "family", _("The peer's family")

    class How(models.TextChoices):
        SCREEN = "screen", _("On screen")
        PAPER = "paper", _("On paper")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    part = models.CharField(max_length=7, choices=Part)
    name = models.CharField(max_length=120)
    on = models.DateField()
    how = models.CharField(max_length=6, choices=How)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "part"], name="signature_once_a_part"),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"
