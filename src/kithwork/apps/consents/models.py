"""The ledger of answers, the permits that follow from it, and the questions that are out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kithwork.apps.needs.models import HowAsked


class Purpose(models.TextChoices):
    """What is asked for. Each is answered on its own; none follows from another."""

    TAKE_PART = "take_part", _("Take part")
    CARD = "card", _("Share the About me card")
    PHOTO = "photo", _("Photos and video")
    SURVEY = "survey", _("Questions about school life")
    BADGE = "badge", _("Certificates and badges")
    RESEARCH = "research", _("Research")


class Answer(models.Model):
    """One line of the ledger: one voice, one purpose, one answer. Never changed, never removed."""

    class Voice(models.TextChoices):
        GUARDIAN = "guardian", _("Parent or guardian")
        STUDENT = "student", _("The student")

    class Said(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        TAKEN_BACK = "taken_back", _("Taken back")
        NOT_SO = "not_so", _("Written down by mistake")

    class How(models.TextChoices):
        LINK = "link", _("Online, by link")
        SIGNED_IN = "signed_in", _("Online, signed in")
        PAPER = "paper", _("On paper")
        PHONE = "phone", _("By phone")
        ASKED = "asked", _("Asked in person")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="answers")
    purpose = models.CharField(max_length=10, choices=Purpose)
    voice = models.CharField(max_length=8, choices=Voice)
    guardian = models.ForeignKey(
        "people.Guardian", models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    signer = models.CharField(
        max_length=120, blank=True, help_text="the name as it was signed, of an adult or none"
    )
    said = models.CharField(max_length=10, choices=Said)
    how = models.CharField(max_length=9, choices=How)
    mode = models.CharField(
        max_length=10, choices=HowAsked, blank=True, help_text="how the student said it"
    )
    said_on = models.DateField(help_text="the day on the form, or of the call")
    until = models.DateField(null=True, blank=True, help_text="last day a yes holds")
    language = models.CharField(max_length=5, default="en")
    wording = models.CharField(
        max_length=64, blank=True, help_text="digest of the text that was read"
    )
    kept_at = models.CharField(max_length=120, blank=True, help_text="where the paper is")
    ask = models.ForeignKey(
        "consents.Ask", models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="who wrote it down; empty: the family itself, by link",
    )  # fmt: skip
    at = models.DateTimeField(auto_now_add=True)
    takes_back = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="taken_back_by",
        help_text="the line that was written down by mistake",
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["school", "purpose"]), models.Index(fields=["student"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(voice="student") | Q(guardian=None),
                name="answer_is_of_one_voice",
            ),
            models.CheckConstraint(
                condition=Q(said="yes", until__isnull=False) | ~Q(said="yes"),
                name="answer_yes_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=~Q(how="phone") | Q(witness__isnull=False),
                name="answer_by_phone_has_a_witness",
            ),
            models.CheckConstraint(
                condition=~Q(said="not_so") | Q(takes_back__isnull=False),
                name="answer_names_the_mistake",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Scan(models.Model):
    """A signed form as a file, beside the lines it is the paper of. Never changed; erased with the student's record.

    Kept as a row and not as a file in a folder: it is written, backed up and erased together with the ledger.
    """

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="scans")
    answers = models.ManyToManyField(Answer, related_name="scans")
    kind = models.CharField(max_length=15, help_text="what its first bytes say it is")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"scan {self.pk}"


class Permit(models.Model):
    """What the ledger gives: this student may be reached for this purpose until a day.

    Worked out from the answers in the transaction that changes them; no row, no permission.
    """

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="permits")
    purpose = models.CharField(max_length=10, choices=Purpose)
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "purpose"], name="permit_once"),
        ]

    def __str__(self) -> str:
        return f"permit {self.pk}"


class EndTold(models.Model):
    """It was said that a student's permission ends on a day: once, and again only for another day."""

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    until = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "purpose", "until"],
                name="end_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"end told {self.pk}"


class SchoolRule(models.Model):
    """Whose answers it takes where a student has several guardians, and how long a yes holds."""

    class Guardians(models.TextChoices):
        ONE_AND_NO_NO = "one_and_no_no", _("One yes is enough, unless another says no")
        EVERY = "every", _("Every guardian says yes")
        ONE = "one", _("One yes is enough, even if another says no")

    school = models.OneToOneField("schools.School", models.CASCADE, related_name="permission_rule")
    guardians = models.CharField(max_length=13, choices=Guardians, default=Guardians.ONE_AND_NO_NO)
    asks_student_again = models.PositiveSmallIntegerField(
        default=18, help_text="weeks a student's own yes holds before they are asked again"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asks_student_again__range=(1, 60)), name="rule_weeks_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"rule of school {self.school_id}"


class OfAge(models.Model):
    """From this day the student gives and takes back permission alone."""

    student = models.OneToOneField("people.Student", models.CASCADE, related_name="of_age")
    since = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"of age {self.pk}"


class Ask(models.Model):
    """A question that is out: a link for one adult about one child. The link itself is kept nowhere."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="asks")
    guardian = models.ForeignKey(
        "people.Guardian", models.CASCADE, null=True, blank=True, related_name="asks"
    )
    purposes = models.JSONField(default=list)
    language = models.CharField(max_length=5, default="en")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="the link is dead since")
    until = models.DateField(help_text="last day the link opens, for a change of mind too")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "answered_at"])]

    def __str__(self) -> str:
        return f"ask {self.pk}"
