"""Who is looking: one person, in one role, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """The twelve roles. A person may hold several, and looks through one at a time."""

    COORDINATOR = "coordinator"
    PLANNING_TEAM = "planning_team"
    GENERAL_EDUCATOR = "general_educator"
    PARAPROFESSIONAL = "paraprofessional"
    RELATED_SERVICE_PROVIDER = "related_service_provider"
    PEER = "peer"
    FOCUS_STUDENT = "focus_student"
    FAMILY = "family"
    SCHOOL_ADMINISTRATOR = "school_administrator"
    DISTRICT_ADMINISTRATOR = "district_administrator"
    RESEARCHER = "researcher"
    SYSTEM_ADMINISTRATOR = "system_administrator"

    @property
    def label(self) -> str:
        return str(ROLE_LABELS[self])


ROLE_LABELS = {
    Role.COORDINATOR: _("Coordinator"),
    Role.PLANNING_TEAM: _("Planning team"),
    Role.GENERAL_EDUCATOR: _("Teacher"),
    Role.PARAPROFESSIONAL: _("Paraprofessional"),
    Role.RELATED_SERVICE_PROVIDER: _("Related service provider"),
    Role.PEER: _("Student"),
    Role.FOCUS_STUDENT: _("Student, My day"),
    Role.FAMILY: _("Family"),
    Role.SCHOOL_ADMINISTRATOR: _("Principal"),
    Role.DISTRICT_ADMINISTRATOR: _("District administrator"),
    Role.RESEARCHER: _("Researcher"),
    Role.SYSTEM_ADMINISTRATOR: _("System administrator"),
}

# Adults who work in a school with its students.
SCHOOL_STAFF = frozenset(
    {
        Role.COORDINATOR,
        Role.PLANNING_TEAM,
        Role.GENERAL_EDUCATOR,
        Role.PARAPROFESSIONAL,
        Role.RELATED_SERVICE_PROVIDER,
        Role.SCHOOL_ADMINISTRATOR,
    }
)
# Those whose pages are their own.
STUDENTS = frozenset({Role.PEER, Role.FOCUS_STUDENT})
# Those who get cards, never model objects.
STUDENTS_AND_FAMILIES = frozenset({Role.PEER, Role.FOCUS_STUDENT, Role.FAMILY})


class Depth(IntEnum):
    """How far into a student's record a viewer sees; each opens what is above it too."""

    NAME = 1
    PARTICIPATION = 2
    PROGRESS = 3
    PLAN = 4


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person in one role in one school. Every read and every write names one."""

    user_id: int | None
    role: Role
    name: str
    school_id: int | None = None
    school_name: str = ""
    district_id: int | None = None
    membership_id: int | None = None
    timezone: str = "UTC"
    theme: str = "system"
    size: str = "m"
    language: str = ""  # in which they chose to read; empty until they do
    school_language: str = ""  # in which the school's students read until they choose
    is_demo: bool = False
    assisted_by: int | None = None  # the adult who signed a student in

    @property
    def is_school_staff(self) -> bool:
        return self.role in SCHOOL_STAFF

    @property
    def is_student(self) -> bool:
        return self.role in STUDENTS

    @property
    def is_house(self) -> bool:
        """The machine itself, doing what follows from somebody's word; no person ever looks this way."""
        return self.user_id is None and self.role == Role.SYSTEM_ADMINISTRATOR

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @classmethod
    def command(cls, school_id: int | None = None, district_id: int | None = None) -> Viewer:
        """The person at the command line of the machine: whoever holds its keys."""
        return cls(
            user_id=None,
            role=Role.SYSTEM_ADMINISTRATOR,
            name="Command line",
            school_id=school_id,
            district_id=district_id,
        )
