"""What is planned: an event with its days, steps and partners."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Event(models.Model):
    """An event, a club meeting or a project, from the first idea to what was said after it."""

    class Kind(models.TextChoices):
        EVENT = "event"
        CLUB_MEETING = "club_meeting"
        SERVICE_PROJECT = "service_project"
        SCHOOL_PROJECT = "school_project"

    class Status(models.TextChoices):
        PLANNED = "planned"
        HELD = "held"
        CANCELLED = "cancelled"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.EVENT)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    language = models.CharField(
        max_length=10, default="en", help_text="of what was copied, and of questions added later"
    )
    cautions = models.JSONField(default=list, blank=True, help_text="sentences of the template")
    place = models.CharField(max_length=120)
    is_off_campus = models.BooleanField(default=False)
    cost = models.CharField(max_length=120, blank=True, help_text="what it costs, in words")
    funder = models.CharField(max_length=120, blank=True, help_text="who pays")
    run = models.ForeignKey(
        "runs.Run", models.SET_NULL, null=True, blank=True, related_name="events"
    )
    lead = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, blank=True, related_name="events_led"
    )
    staff = models.ManyToManyField("people.Staff", related_name="events_there", blank=True)
    template = models.SlugField(max_length=60, blank=True, help_text="what it was copied from")
    template_version = models.PositiveIntegerField(null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by"
    )
    is_planned_with_both = models.BooleanField(
        default=False,
        help_text="staff say that students with and without disabilities plan it; never who is who",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    why_cancelled = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="rises on each change of the frame")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "status"])]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_has_a_name"),
            models.CheckConstraint(
                condition=Q(status="held", closed_at__isnull=False)
                | ~Q(status="held") & Q(closed_at__isnull=True),
                name="event_held_says_when_it_was_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EventDay(models.Model):
    """One day of an event; a project has several. A day taken off the plan stays on record."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="days")
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_day_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["event", "on"],
                condition=Q(dropped_at__isnull=True),
                name="event_day_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} on {self.on}"


class EventStep(models.Model):
    """One line of the plan: to get ready, to bring, on the day, or a stage of a project that grows."""

    class Part(models.TextChoices):
        PREPARE = "prepare"
        BRING = "bring"
        DAY = "day"
        STAGE = "stage"

    class Who(models.TextChoices):
        STUDENTS = "students"
        ADULTS = "adults"
        TOGETHER = "together"

    event = models.ForeignKey(Event, models.CASCADE, related_name="steps")
    part = models.CharField(max_length=8, choices=Part)
    place = models.PositiveSmallIntegerField(help_text="order within its part")
    name = models.CharField(max_length=200)
    who = models.CharField(max_length=8, choices=Who, default=Who.TOGETHER)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    says = models.TextField(
        blank=True, help_text="what to say, where from, when the next can begin"
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["part", "place", "id"]

    def __str__(self) -> str:
        return self.name


class EventPartner(models.Model):
    """A department or a partner outside who joins in. Nobody's private address or number is kept."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        SCHOOL_GROUP = "school_group"
        ORGANISATION = "organisation"
        BUSINESS = "business"
        PUBLIC_OFFICE = "public_office"

    class Contact(models.TextChoices):
        IN_PERSON = "in_person"
        SCHOOL_LIST = "school_list"
        OFFICE_PHONE = "office_phone"
        OFFICE_MAIL = "office_mail"

    class Answer(models.TextChoices):
        NOT_ASKED = "not_asked"
        ASKED = "asked"
        YES = "yes"
        NO = "no"

    event = models.ForeignKey(Event, models.CASCADE, related_name="partners")
    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    brings = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=14, choices=Contact, default=Contact.IN_PERSON)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
