"""The people of one demo school: students, staff, accounts and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.people.models import Guardian, Guardianship, Staff, Student
from kithwork.apps.schools.models import School
from kithwork.demo import names
from kithwork.demo.plan import SchoolPlan
from kithwork.demo.timetable import SOURCE

# How many of each role a demo school has an account for, beside its coordinator.
ROLES_OF_STAFF = {
    Role.SCHOOL_ADMINISTRATOR: (1, "Principal"),
    Role.PLANNING_TEAM: (3, "Planning team"),
    Role.PARAPROFESSIONAL: (4, "Paraprofessional"),
    Role.RELATED_SERVICE_PROVIDER: (2, "Speech-language therapist"),
}


@dataclass
class SchoolPeople:
    """Everybody of one school, as they are made."""

    students: list[Student] = field(default_factory=list)
    teachers: dict[str, list[Staff]] = field(default_factory=dict)
    by_role: dict[Role, list[Staff]] = field(default_factory=dict)
    coordinator: Staff | None = None


class Names:
    """Full names that do not repeat within the district."""

    def __init__(self, draw: Random) -> None:
        pairs = [(first, last) for first in names.FIRST for last in names.LAST]
        draw.shuffle(pairs)
        self._left = iter(pairs)
        self._used: set[tuple[str, str]] = set()

    def next(self) -> tuple[str, str]:
        return next(self._left)


def make_students(school: School, plan: SchoolPlan, called: Names, draw: Random) -> list[Student]:
    """As many students as the plan says, spread evenly over its grades."""
    rows = []
    lunches = [bell.label for bell in plan.regular if bell.kind == "lunch"]
    for index in range(plan.students):
        first, last = called.next()
        grade = plan.grades[index * len(plan.grades) // plan.students]
        languages = ["English"]
        if draw.random() < 0.25:
            languages.append(draw.choice(names.LANGUAGES[1:]))
        rows.append(
            Student(
                school=school,
                source=SOURCE,
                source_id=f"demo-{school.pk}-{index + 1}",
                number=f"{school.pk}{index + 1:04d}",
                first_name=first,
                last_name=last,
                grade=grade,
                lunch_label=draw.choice(lunches) if len(lunches) > 1 else "",
                languages=languages,
                interests=draw.sample(names.INTERESTS, 3),
                avatar_tint=draw.randint(1, 8),
                avatar_shape=draw.randint(1, 6),
            )
        )
    return Student.objects.bulk_create(rows)


def make_staff(
    school: School, plan: SchoolPlan, needed: dict[str, int], called: Names, people: SchoolPeople
) -> None:
    """Teachers for every subject, and the other adults of the program, with accounts."""
    people.coordinator = _adult(school, plan.coordinator, "Special educator", Role.COORDINATOR)
    for role, (number, title) in ROLES_OF_STAFF.items():
        people.by_role[role] = [_adult(school, called.next(), title, role) for _ in range(number)]
    for subject, number in sorted(needed.items()):
        title = f"{subject} teacher"
        people.teachers[subject] = [
            _adult(school, called.next(), title, Role.GENERAL_EDUCATOR) for _ in range(number)
        ]


def _adult(school: School, name: tuple[str, str], title: str, role: Role) -> Staff:
    first, last = name
    user = make_account(f"{first} {last}", f"{first}.{last}.{school.pk}")
    Membership.objects.create(user=user, role=role.value, school=school, district=school.district)
    return Staff.objects.create(
        school=school,
        source=SOURCE,
        source_id=f"demo-{user.pk}",
        first_name=first,
        last_name=last,
        title=title,
        email=user.email,
        user=user,
    )


def make_account(name: str, address: str) -> User:
    """An account nobody can sign in to with a password: the demo chooses from a list."""
    plain = address.lower().encode("ascii", "ignore").decode()
    user = User(email=f"{plain}@demo.invalid", name=name)
    user.set_unusable_password()
    user.save()
    return user


def give_student_account(student: Student, role: Role) -> None:
    user = make_account(student.full_name, f"student.{student.pk}")
    Membership.objects.create(
        user=user, role=role.value, school=student.school, district=student.school.district
    )
    Student.objects.filter(pk=student.pk).update(user=user)


def give_family_account(student: Student, first: str) -> None:
    """One guardian with an account, linked and turned on, as a family that joined would be."""
    school = student.school
    user = make_account(f"{first} {student.last_name}", f"family.{student.pk}")
    Membership.objects.create(
        user=user, role=Role.FAMILY.value, school=school, district=school.district
    )
    guardian = Guardian.objects.create(
        school=school,
        source=SOURCE,
        source_id=f"demo-g{student.pk}",
        first_name=first,
        last_name=student.last_name,
        user=user,
    )
    Guardianship.objects.create(
        guardian=guardian, student=student, relationship="guardian", is_active=True
    )
