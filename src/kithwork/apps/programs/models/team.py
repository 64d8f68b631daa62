"""Who plans the program, when they met and what they decided, and what specialists said."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TeamMember(models.Model):
    """Somebody on the planning team: staff, a student, a family member, or a person without a record here."""

    class Seat(models.TextChoices):
        SPECIAL_EDUCATOR = "special_educator"
        GENERAL_EDUCATOR = "general_educator"
        COUNSELOR = "counselor"
        ADMINISTRATOR = "administrator"
        RELATED_SERVICE = "related_service"
        FAMILY = "family"
        STUDENT = "student"

    class Part(models.TextChoices):
        MEMBER = "member"
        COORDINATOR = "coordinator"
        DEPUTY = "deputy"

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="members")
    seat = models.CharField(max_length=16, choices=Seat)
    part = models.CharField(max_length=11, choices=Part, default=Part.MEMBER)
    staff = models.ForeignKey(
        "people.Staff", models.CASCADE, null=True, blank=True, related_name="program_seats"
    )
    student = models.ForeignKey(
        "people.Student", models.CASCADE, null=True, blank=True, related_name="program_seats"
    )
    name = models.CharField(
        max_length=80, blank=True, help_text="of somebody without a record here"
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, student__isnull=True, name="")
                | Q(staff__isnull=True, student__isnull=False, name="")
                | Q(staff__isnull=True, student__isnull=True) & ~Q(name=""),
                name="team_member_is_one_person",
            ),
            models.CheckConstraint(
                condition=Q(part="member") | Q(staff__isnull=False),
                name="who_leads_a_program_is_staff",
            ),
            models.UniqueConstraint(
                fields=["program", "part"],
                condition=~Q(part="member") & Q(left_on__isnull=True),
                name="one_coordinator_and_one_deputy",
            ),
            models.UniqueConstraint(
                fields=["program", "staff"],
                condition=Q(left_on__isnull=True),
                name="staff_sits_once_on_a_team",
            ),
            models.UniqueConstraint(
                fields=["program", "student"],
                condition=Q(left_on__isnull=True),
                name="student_sits_once_on_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk} of program {self.program_id}"

    @property
    def called(self) -> str:
        if self.staff is not None:
            return self.staff.full_name
        return self.student.full_name if self.student is not None else self.name


class Meeting(models.Model):
    """A meeting of the planning team: when, who came, what was decided."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="meetings")
    on = models.DateField()
    came = models.ManyToManyField(TeamMember, related_name="meetings", blank=True)
    decided = models.TextField()
    student_ideas = models.TextField(blank=True, help_text="what students brought in")
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(decided=""), name="meeting_decided_something"),
        ]

    def __str__(self) -> str:
        return f"meeting of {self.on}"


class SpecialistInput(models.Model):
    """What a specialist said about the program, and what came of it. Never about one student."""

    class Field(models.TextChoices):
        SPEECH = "speech_language"
        OCCUPATIONAL = "occupational"
        PHYSICAL = "physical"
        BEHAVIOUR = "behaviour"

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="inputs")
    on = models.DateField()
    field = models.CharField(max_length=16, choices=Field)
    whose = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    said = models.TextField()
    came_of_it = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"input {self.pk} to program {self.program_id}"
