"""Support needs, wishes, preference cards and do-not-pair notes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PeerRole(models.TextChoices):
    """What a peer does in a session (role cards of P08)."""

    TUTOR = "tutor", _("Tutor")
    BUDDY = "buddy", _("Buddy")
    NOTE_TAKER = "note_taker", _("Note-taker")
    FACILITATOR = "facilitator", _("Facilitator")
    PRACTICE_PARTNER = "practice_partner", _("Practice partner")


class HowAsked(models.TextChoices):
    """How the student told us. Every way counts the same."""

    SPEECH = "speech", _("In speech or sign")
    SYMBOLS = "symbols", _("With symbols or photos")
    DEVICE = "device", _("With a speech device")
    WRITING = "writing", _("In writing")
    OBSERVED = "observed", _("Choices seen on three occasions")
    NOT_YET = "not_yet", _("Not asked yet")


class SupportNeed(models.Model):
    """When, where and how often a student would like company, and in which role."""

    class Place(models.TextChoices):
        CLASS = "class", _("In class")
        LUNCH = "lunch", _("At lunch")
        FREE = "free", _("In a free period")
        HALLWAY = "hallway", _("Between classes")

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="needs")
    place = models.CharField(max_length=8, choices=Place)
    section = models.ForeignKey(
        "people.Section", models.CASCADE, null=True, blank=True, related_name="needs"
    )
    labels = models.JSONField(
        default=list, blank=True, help_text="period labels it may be at; empty: any that fits"
    )
    role = models.CharField(max_length=20, choices=PeerRole)
    times_a_week = models.PositiveSmallIntegerField()
    min_peers = models.PositiveSmallIntegerField(default=1)
    max_peers = models.PositiveSmallIntegerField(default=1)
    team_max = models.PositiveSmallIntegerField(default=3, help_text="distinct peers over a week")
    minutes = models.PositiveSmallIntegerField(default=30)
    brings = models.CharField(
        max_length=200, blank=True, help_text="what the student gives in this time together"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    left_open_why = models.CharField(
        max_length=200, blank=True, help_text="an adult chose to leave it open"
    )

    class Meta:
        ordering = ["student", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(times_a_week__range=(1, 20)),
                name="need_times_a_week_in_range",
                violation_error_message=_("Times a week is a number from 1 to 20."),
            ),
            models.CheckConstraint(
                condition=Q(min_peers__gte=1)
                & Q(max_peers__gte=F("min_peers"))
                & Q(max_peers__lte=6),
                name="need_peers_in_range",
                violation_error_message=_(
                    "Peers each time: 1 to 6, and at most is not less than at least."
                ),
            ),
            models.CheckConstraint(
                condition=Q(team_max__gte=F("min_peers")),
                name="need_team_holds_a_session",
                violation_error_message=_(
                    "The different peers of a week are fewer than one time needs."
                ),
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 180)),
                name="need_minutes_in_range",
                violation_error_message=_("Minutes is a number from 5 to 180."),
            ),
            models.CheckConstraint(
                condition=Q(place="class", section__isnull=False)
                | ~Q(place="class") & Q(section__isnull=True),
                name="class_need_names_its_section",
                violation_error_message=_("A need in class names the class; another does not."),
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class PreferenceCard(models.Model):
    """What a student told their team about company (A.3). Asked again each term."""

    student = models.OneToOneField("people.Student", models.CASCADE, related_name="preference_card")
    how_asked = models.CharField(max_length=10, choices=HowAsked, default=HowAsked.NOT_YET)
    asked_on = models.DateField(null=True, blank=True)
    activities_i_like = models.TextField(blank=True)
    help_i_like = models.TextField(blank=True)
    help_i_do_not_like = models.TextField(blank=True)
    how_i_say_yes_no_stop = models.TextField(blank=True)
    best_times = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"card of student {self.student_id}"


class Wish(models.Model):
    """Somebody a student would like to know better, or would rather not be with (private, kept hard)."""

    class Kind(models.TextChoices):
        WOULD_LIKE = "would_like", _("Would like to know")
        RATHER_NOT = "rather_not", _("Would rather not")

    student = models.ForeignKey("people.Student", models.CASCADE, related_name="wishes")
    other = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    how_asked = models.CharField(max_length=10, choices=HowAsked, default=HowAsked.NOT_YET)
    asked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "other"], name="wish_once"),
            models.CheckConstraint(condition=~Q(student=F("other")), name="wish_is_about_another"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class DoNotPair(models.Model):
    """Two students whom staff keep apart in plans. The reason is for their teams alone."""

    first = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    second = models.ForeignKey("people.Student", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="do_not_pair_in_one_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="do_not_pair_has_a_reason"),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(ended_on__isnull=True),
                name="do_not_pair_once",
            ),
        ]

    def __str__(self) -> str:
        return f"do not pair {self.pk}"
