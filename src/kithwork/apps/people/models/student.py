"""A student, and the times a student cannot be asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Student(models.Model):
    """Somebody who learns at a school. Leaving closes the record; nothing erases it here."""

    class DisabilityWords(models.TextChoices):
        """How this student likes to talk about disability: asked once, followed everywhere."""

        NOT_ASKED = "", "Not asked yet"
        PERSON_FIRST = "person_first", "Person first"
        IDENTITY_FIRST = "identity_first", "Identity first"
        OWN_WORDS = "own_words", "In my own words"
        NOT_SPOKEN_OF = "not_spoken_of", "I do not talk about it"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="students")
    source = models.CharField(
        max_length=40, blank=True, help_text="which system named the source id"
    )
    source_id = models.CharField(max_length=255, blank=True)
    number = models.CharField(
        max_length=60, blank=True, help_text="the school's own student number"
    )
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80, blank=True)
    preferred_name = models.CharField(max_length=80, blank=True)
    grade = models.CharField(max_length=10, blank=True, help_text="CEDS code: PK, KG, 01 to 12")
    homeroom = models.CharField(max_length=60, blank=True)
    lunch_label = models.CharField(
        max_length=40, blank=True, help_text="label of the lunch slot, for split lunches"
    )
    languages = models.JSONField(default=list, blank=True)
    interests = models.JSONField(default=list, blank=True)
    disability_words = models.CharField(
        max_length=20, choices=DisabilityWords, blank=True, default=""
    )
    own_words = models.CharField(max_length=200, blank=True)
    avatar_tint = models.PositiveSmallIntegerField(default=1, help_text="1 to 8")
    avatar_shape = models.PositiveSmallIntegerField(default=1, help_text="1 to 6")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="student"
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        indexes = [models.Index(fields=["school", "closed_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source", "source_id"],
                condition=~Q(source_id=""),
                name="student_source_id_once",
            ),
            models.CheckConstraint(
                condition=Q(avatar_tint__range=(1, 8)) & Q(avatar_shape__range=(1, 6)),
                name="student_avatar_exists",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def called(self) -> str:
        """The first name people use."""
        return self.preferred_name or self.first_name

    @property
    def full_name(self) -> str:
        return f"{self.called} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.called[:1] + self.last_name[:1]).upper()


class BlockedTime(models.Model):
    """A time somebody cannot be asked for. The rest of the timetable is derived, never typed."""

    student = models.ForeignKey(
        Student, models.CASCADE, null=True, blank=True, related_name="blocked_times"
    )
    staff = models.ForeignKey(
        "people.Staff", models.CASCADE, null=True, blank=True, related_name="blocked_times"
    )
    cycle_day = models.CharField(max_length=10, blank=True, help_text="empty: every day")
    label = models.CharField(
        max_length=40, blank=True, help_text="period label; empty: the whole day"
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(student__isnull=False, staff__isnull=True)
                | Q(student__isnull=True, staff__isnull=False),
                name="blocked_time_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_day} {self.label}".strip()
