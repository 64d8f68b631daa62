"""Who may see which student, section and colleague."""

from __future__ import annotations

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

# Roles that see every student of their school, down to this depth, without a row.
WHOLE_SCHOOL = {
    Role.COORDINATOR: Depth.PROGRESS,
    Role.SCHOOL_ADMINISTRATOR: Depth.PROGRESS,
    Role.PLANNING_TEAM: Depth.NAME,
}


def held_access(viewer: Viewer, *, depth: Depth) -> QuerySet[Access]:
    """The viewer's own open Access rows at `depth` or deeper, today."""
    today = clock.today_for(viewer)
    return Access.objects.filter(
        user_id=viewer.user_id,
        depth__gte=depth,
        from_on__lte=today,
        until_on__gte=today,
        closed_at__isnull=True,
    )


def visible_students(viewer: Viewer, *, depth: Depth) -> QuerySet[Student]:
    """Students this viewer may see at `depth`. Every list and every lookup starts here."""
    students = Student.objects.filter(school_id=viewer.school_id)
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


def _taught_today(viewer: Viewer) -> QuerySet[Enrolment]:
    today = clock.today_for(viewer)
    taught = open_on(Teaching.objects.filter(staff__user_id=viewer.user_id), today)
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
    sections = Section.objects.filter(school_id=viewer.school_id)
    if viewer.role in WHOLE_SCHOOL:
        return sections
    if viewer.role == Role.GENERAL_EDUCATOR:
        taught = open_on(
            Teaching.objects.filter(staff__user_id=viewer.user_id), clock.today_for(viewer)
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


def may_edit_people(viewer: Viewer) -> Verdict:
    if viewer.role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}:
        return YES
    return no("Only the coordinator or the principal can change the roster. Ask your coordinator.")


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
