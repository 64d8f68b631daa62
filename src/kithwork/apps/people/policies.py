"""Who may see which student, section and colleague."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Depth, Role, Viewer
from kithwork.apps.people.models import (
    Access,
    Enrolment,
    Guardianship,
    Section,
    Staff,
    Student,
    Teaching,
)
from kithwork.apps.schools.models import School

# No row has this id: what belongs to nobody opens nothing.
NOBODY = 0

# Roles that see every student of their school, down to this depth, without a row.
WHOLE_SCHOOL = {
    Role.COORDINATOR: Depth.PROGRESS,
    Role.SCHOOL_ADMINISTRATOR: Depth.PROGRESS,
    Role.PLANNING_TEAM: Depth.NAME,
}

# Roles with classes to look at: their own, or the school's.
SEES_CLASSES = frozenset({*WHOLE_SCHOOL, Role.GENERAL_EDUCATOR})


def held_access(viewer: Viewer, *, depth: Depth) -> QuerySet[Access]:
    """The viewer's own open Access rows at `depth` or deeper, today."""
    today = clock.today_for(viewer)
    return Access.objects.filter(
        user_id=viewer.user_id or NOBODY,
        depth__gte=depth,
        from_on__lte=today,
        until_on__gte=today,
        closed_at__isnull=True,
    )


def visible_students(viewer: Viewer, *, depth: Depth) -> QuerySet[Student]:
    """Students this viewer may see at `depth`. Every list and every lookup starts here."""
    students = Student.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL and depth <= WHOLE_SCHOOL[viewer.role]:
        return students
    if viewer.user_id is None or viewer.school_id is None:
        return students.none()
    reached = Q(pk__in=held_access(viewer, depth=depth).values("student_id"))
    if viewer.role == Role.GENERAL_EDUCATOR and depth <= Depth.PARTICIPATION:
        reached |= Q(pk__in=_taught_today(viewer))
    if viewer.role in {Role.PEER, Role.FOCUS_STUDENT}:
        reached |= Q(user_id=viewer.user_id)
    if viewer.role == Role.FAMILY:
        own = Guardianship.objects.filter(
            guardian__user_id=viewer.user_id,
            is_active=True,
            is_blocked=False,
            closed_on__isnull=True,
        )
        reached |= Q(pk__in=own.values("student_id"))
    return students.filter(reached)


def _taught_today(viewer: Viewer) -> QuerySet[Enrolment, dict[str, Any]]:
    today = clock.today_for(viewer)
    taught = open_on(Teaching.objects.filter(staff__user_id=viewer.user_id or NOBODY), today)
    enrolled = Enrolment.objects.filter(section_id__in=taught.values("section_id"))
    return open_on(enrolled, today).values("student_id")


def open_on(rows: QuerySet, on) -> QuerySet:  # type: ignore[no-untyped-def,type-arg]
    """Enrolments or teachings that run on a date."""
    return rows.filter(
        Q(begins_on__isnull=True) | Q(begins_on__lte=on),
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
    )


def visible_sections(viewer: Viewer) -> QuerySet[Section]:
    """All of the school's for those who see the whole school, one's own for a teacher."""
    sections = Section.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in WHOLE_SCHOOL:
        return sections
    if viewer.role == Role.GENERAL_EDUCATOR:
        taught = open_on(
            Teaching.objects.filter(staff__user_id=viewer.user_id or NOBODY),
            clock.today_for(viewer),
        )
        return sections.filter(pk__in=taught.values("section_id"))
    return sections.none()


def visible_staff(viewer: Viewer) -> QuerySet[Staff]:
    """Colleagues, for the adults of a school. Students and families meet them in person."""
    if viewer.school_id is None or viewer.role in STUDENTS_AND_FAMILIES:
        return Staff.objects.none()
    return Staff.objects.filter(school_id=viewer.school_id)


def may_import_roster(viewer: Viewer) -> Verdict:
    if viewer.role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}:
        return YES
    return no("Only the coordinator or the principal can bring in a roster. Ask your coordinator.")


def may_import_into(viewer: Viewer, school: School) -> Verdict:
    """A roster goes into one's own school; the command line may bring in a district."""
    verdict = may_import_roster(viewer)
    if not verdict or viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return verdict
    return YES if viewer.school_id == school.pk else no("That is not your school.")


def may_edit_people(viewer: Viewer) -> Verdict:
    if viewer.role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}:
        return YES
    return no("Only the coordinator or the principal can change the roster. Ask your coordinator.")


def may_open_people(viewer: Viewer) -> Verdict:
    """The pages about people are for the adults of a school."""
    if viewer.is_school_staff and viewer.school_id is not None:
        return YES
    return no("These pages are for the staff of a school. What is yours is on your first page.")


def may_add_people(viewer: Viewer, school_id: int) -> Verdict:
    """Students and colleagues of one school, by hand."""
    verdict = may_edit_people(viewer)
    if not verdict or viewer.role == Role.SYSTEM_ADMINISTRATOR or viewer.school_id == school_id:
        return verdict
    return no("This is another school. Ask its coordinator.")


def may_edit_student(viewer: Viewer, student: Student) -> Verdict:
    """What the roster says, and what a student likes to be called, is interested in and speaks."""
    return may_add_people(viewer, student.school_id)


def may_tell_words(viewer: Viewer, student: Student) -> Verdict:
    """How a student likes disability spoken of is read and written by the student's team alone."""
    if depth_of(viewer, student) == Depth.PLAN and viewer.is_school_staff:
        return YES
    return no(f"Only {student.called}'s team may see and change this.")


def may_block_times(viewer: Viewer, student: Student) -> Verdict:
    """Times a student cannot be asked for: the coordinator, the principal, or the student's team."""
    if may_edit_student(viewer, student) or may_tell_words(viewer, student):
        return YES
    return no(f"Only the coordinator or {student.called}'s team can block times.")


def may_edit_staff(viewer: Viewer, staff: Staff) -> Verdict:
    return may_add_people(viewer, staff.school_id)


def may_block_staff_times(viewer: Viewer, staff: Staff) -> Verdict:
    """Times a colleague is not with their class: they say it themselves, or who runs the school does."""
    is_own = staff.user_id is not None and staff.user_id == viewer.user_id
    if (is_own and viewer.school_id == staff.school_id) or may_edit_staff(viewer, staff):
        return YES
    return no(f"Only {staff.full_name}, the coordinator or the principal can block these times.")


def depth_of(viewer: Viewer, student: Student) -> Depth | None:
    """How far into one student's record this viewer sees; None: not at all."""
    for depth in sorted(Depth, reverse=True):
        if visible_students(viewer, depth=depth).filter(pk=student.pk).exists():
            return depth
    return None


def may_open_access(viewer: Viewer, student: Student) -> Verdict:
    """Access follows from what the coordinator arranges; the command line sets up a school."""
    if viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return YES
    if (
        viewer.role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR}
        and viewer.school_id == student.school_id
    ):
        return YES
    return no("Only the coordinator can open a student's record to somebody. Ask your coordinator.")
