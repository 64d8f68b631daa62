"""The lists of people and classes: filtered and sorted in memory, read from the database by the page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import (
    Access,
    Enrolment,
    Meeting,
    Section,
    Staff,
    Student,
    Teaching,
)
from kithwork.apps.people.policies import (
    held_access,
    may_edit_people,
    open_on,
    visible_sections,
    visible_staff,
    visible_students,
)
from kithwork.apps.people.queries.names import fold, grade_label, grade_order, rank, words_of
from kithwork.apps.schools.models import WEEKDAYS

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A student in the list. Tags say only what this viewer may know."""

    student: Student
    grade: str
    is_on_my_team: bool
    has_a_team: bool


@dataclass(frozen=True, slots=True)
class StaffRow:
    staff: Staff
    roles: list[str]
    classes: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    section: Section
    when: str
    teachers: list[Staff]
    students: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says: words, grade, role, team, left, order."""

    q: str = ""
    grade: str = ""
    role: str = ""
    team: str = ""
    left: str = ""
    sort: str = "name"

    @property
    def is_set(self) -> bool:
        return any((self.q, self.grade, self.role, self.team, self.left))


def not_closed(rows: QuerySet, on: date) -> QuerySet:
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


def students_page(viewer: Viewer, filters: Filters, number: str | None) -> Page[PersonRow]:
    """One page of the students this viewer may see, as filtered and sorted in the address."""
    today = clock.today_for(viewer)
    seen = visible_students(viewer, depth=Depth.NAME)
    rows = seen.filter(closed_on__lte=today) if filters.left else not_closed(seen, today)
    if filters.grade:
        rows = rows.filter(grade=filters.grade)
    mine = set(held_access(viewer, depth=Depth.PLAN).values_list("student_id", flat=True))
    if filters.team == "mine":
        rows = rows.filter(pk__in=mine)
    values = rows.order_by().values_list(
        "pk", "first_name", "preferred_name", "last_name", "grade", "homeroom"
    )
    wanted = words_of(filters.q)
    found = [
        row for row in values if rank(wanted, f"{row[1]} {row[2]} {row[3]} {row[5]}") is not None
    ]
    found.sort(key=lambda row: _student_order(row, filters.sort.lstrip("-")))
    if filters.sort.startswith("-"):
        found.reverse()
    page = Paginator([row[0] for row in found], ON_A_PAGE).get_page(number)
    people = Student.objects.in_bulk(list(page.object_list))
    teamed = _with_a_team(viewer, people, today)
    page.object_list = [
        PersonRow(people[pk], grade_label(people[pk].grade), pk in mine, pk in teamed)
        for pk in page.object_list
    ]
    return page


def _student_order(row: tuple, sort: str) -> tuple:
    _pk, first, preferred, last, grade, homeroom = row
    name = (fold(last), fold(preferred or first))
    if sort == "first":
        return (fold(preferred or first), fold(last))
    if sort == "grade":
        return (*grade_order(grade), *name)
    return (fold(homeroom), *name) if sort == "homeroom" else name


def _with_a_team(viewer: Viewer, students: dict[int, Student], on: date) -> set[int]:
    """Who of these has a team. That says who has a plan, so only those who form teams may know."""
    if viewer.role != Role.COORDINATOR:
        return set()
    rows = Access.objects.filter(
        student_id__in=students, depth=Depth.PLAN, closed_at__isnull=True, until_on__gte=on
    )
    return set(rows.values_list("student_id", flat=True))


def grades_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Grades that occur among the students this viewer sees, youngest first."""
    rows = visible_students(viewer, depth=Depth.NAME).order_by()
    codes = set(rows.values_list("grade", flat=True).distinct()) - {""}
    return [(code, grade_label(code)) for code in sorted(codes, key=grade_order)]


def staff_page(viewer: Viewer, filters: Filters, number: str | None) -> Page[StaffRow]:
    """One page of the adults of the school."""
    today = clock.today_for(viewer)
    rows = not_closed(visible_staff(viewer), today)
    if filters.role and may_edit_people(viewer):
        held = Membership.objects.filter(school_id=viewer.school_id, role=filters.role)
        rows = rows.filter(user_id__in=held.values("user_id"))
    wanted = words_of(filters.q)
    found = [
        row
        for row in rows.order_by().values_list("pk", "first_name", "last_name", "title")
        if rank(wanted, f"{row[1]} {row[2]} {row[3]}") is not None
    ]
    found.sort(key=lambda row: (fold(row[2]), fold(row[1])), reverse=filters.sort == "-name")
    page = Paginator([row[0] for row in found], ON_A_PAGE).get_page(number)
    people = Staff.objects.in_bulk(list(page.object_list))
    roles = roles_of(viewer, [staff.user_id for staff in people.values() if staff.user_id])
    taught = dict(
        open_on(Teaching.objects.filter(staff_id__in=people), today)
        .filter(section__closed_on__isnull=True)
        .values_list("staff_id")
        .annotate(Count("pk"))
        .order_by()
    )
    page.object_list = [
        StaffRow(people[pk], roles.get(people[pk].user_id, []), taught.get(pk, 0))
        for pk in page.object_list
    ]
    return page


def roles_of(viewer: Viewer, user_ids: list[int]) -> dict[int, list[str]]:
    """The roles people hold in the school, for those who give them; nothing for others."""
    if not may_edit_people(viewer):
        return {}
    roles: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(school_id=viewer.school_id, user_id__in=user_ids)
    for user_id, role in rows.order_by("pk").values_list("user_id", "role"):
        roles[user_id].append(Role(role).label)
    return roles


def sections_page(viewer: Viewer, filters: Filters, number: str | None) -> Page[SectionRow]:
    """One page of the classes this viewer may see."""
    today = clock.today_for(viewer)
    rows = not_closed(visible_sections(viewer), today)
    wanted = words_of(filters.q)
    found = [
        row
        for row in rows.order_by().values_list("pk", "title", "code", "room", "subject")
        if rank(wanted, " ".join(row[1:])) is not None
    ]
    found.sort(key=lambda row: (fold(row[1]), row[0]), reverse=filters.sort == "-name")
    page = Paginator([row[0] for row in found], ON_A_PAGE).get_page(number)
    sections = Section.objects.in_bulk(list(page.object_list))
    page.object_list = section_rows([sections[pk] for pk in page.object_list], today)
    return page


def section_rows(sections: list[Section], on: date) -> list[SectionRow]:
    """When each class meets, who teaches it and how many learn there."""
    ids = [section.pk for section in sections]
    when: dict[int, list[str]] = defaultdict(list)
    for meeting in Meeting.objects.filter(section_id__in=ids).order_by("label"):
        when[meeting.section_id].append(meeting_words(meeting.label, meeting.cycle_days))
    teachers: dict[int, list[Staff]] = defaultdict(list)
    taught = open_on(Teaching.objects.filter(section_id__in=ids), on).select_related("staff")
    for teaching in taught.order_by("-is_primary", "pk"):
        teachers[teaching.section_id].append(teaching.staff)
    learners = dict(
        open_on(Enrolment.objects.filter(section_id__in=ids), on)
        .values_list("section_id")
        .annotate(Count("student_id", distinct=True))
        .order_by()
    )
    return [
        SectionRow(
            section,
            "; ".join(when[section.pk]),
            teachers[section.pk],
            learners.get(section.pk, 0),
        )
        for section in sections
    ]


def meeting_words(label: str, cycle_days: list[str]) -> str:
    """Period 3, A and C days."""
    period = _("Period %(label)s") % {"label": label} if label[:1].isdigit() else label
    if not cycle_days:
        return period
    days = ", ".join(cycle_days)
    if set(cycle_days) <= set(WEEKDAYS):
        return _("%(period)s, %(days)s") % {"period": period, "days": days}
    return _("%(period)s, %(days)s days") % {"period": period, "days": days}
