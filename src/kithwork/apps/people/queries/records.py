"""One student, one colleague, one class: what its page shows, by how far the viewer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Verdict
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people import policies
from kithwork.apps.people.models import Access, BlockedTime, Enrolment, Section, Staff, Student
from kithwork.apps.people.queries.lists import SectionRow, not_closed, roles_of, section_rows
from kithwork.apps.people.queries.names import fold, grade_label
from kithwork.apps.people.queries.timetables import FREE, LUNCH, timetable_of
from kithwork.apps.schools.models import School, SchoolYear
from kithwork.apps.schools.queries import Frame, current_year, day_label, frame


@dataclass(frozen=True, slots=True)
class Door:
    """A page of an upper room about this person, shown once that room has it."""

    url_name: str
    label: str | Promise
    icon: str
    depth: Depth


STUDENT_DOORS = (
    Door("needs:student", _("Needs and wishes"), "heart-handshake", Depth.PLAN),
    Door("peers:volunteer", _("As a peer"), "users", Depth.PROGRESS),
    Door("about_me:card", _("About me card"), "user", Depth.PROGRESS),
    Door("consents:ask_student", _("What they say"), "message-circle", Depth.PROGRESS),
    Door("plans:student_week", _("Week plan"), "calendar-days", Depth.PARTICIPATION),
    Door("reports:student_week", _("Week on paper"), "printer", Depth.PARTICIPATION),
)
# Pages of upper rooms about a class.
SECTION_DOORS = (("runs:of_class", _("Practices of this class"), "book-open"),)


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of a week: a class with its page if the viewer may open it, lunch, free, or nothing."""

    kind: str  # class, lunch, free, off
    section: Section | None = None
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class WeekRow:
    period: object
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple
    rows: list[WeekRow]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class TeamMember:
    user_id: int
    name: str
    staff: Staff | None
    until_on: date


@dataclass(frozen=True, slots=True)
class StudentPage:
    """Everything the page may show. What the viewer may not see is not in it."""

    student: Student
    grade: str
    depth: Depth
    may_edit: Verdict
    may_tell_words: Verdict
    may_block: Verdict
    may_form_team: Verdict
    week: Week | None = None
    no_week_because: str = ""
    sections: list[SectionRow] = field(default_factory=list)
    blocked: list[BlockedTime] = field(default_factory=list)
    team: list[TeamMember] = field(default_factory=list)
    doors: list[dict] = field(default_factory=list)

    sees_all_classes: bool = False

    @property
    def sees_week(self) -> bool:
        return self.depth >= Depth.PARTICIPATION

    @property
    def sees_plan(self) -> bool:
        return self.depth >= Depth.PLAN

    @property
    def sees_team(self) -> bool:
        return self.sees_plan or bool(self.may_form_team)


@dataclass(frozen=True, slots=True)
class SectionPage:
    row: SectionRow
    students: list[Student]
    terms: list
    hidden: int
    doors: list[dict]


@dataclass(frozen=True, slots=True)
class StaffPage:
    staff: Staff
    roles: list[str]
    sections: list[SectionRow]
    may_edit: Verdict
    may_block: Verdict
    blocked: list[BlockedTime]


def student_or_404(viewer: Viewer, student_id: int) -> Student:
    """A student this viewer may see at least by name."""
    student = (
        policies.visible_students(viewer, depth=Depth.NAME)
        .select_related("school")
        .filter(pk=student_id)
        .first()
    )
    if student is None:
        raise Http404
    return student


def students_by_id(viewer: Viewer, ids: list[int]) -> dict[int, Student]:
    """Those of the ids this viewer may see by name."""
    return policies.visible_students(viewer, depth=Depth.NAME).in_bulk(ids)


def section_or_404(viewer: Viewer, section_id: int) -> Section:
    return first_or_404(policies.visible_sections(viewer).filter(pk=section_id))


def staff_or_404(viewer: Viewer, staff_id: int) -> Staff:
    return first_or_404(policies.visible_staff(viewer).filter(pk=staff_id))


def blocked_or_404(viewer: Viewer, blocked_id: int) -> BlockedTime:
    """A blocked time of a student this viewer knows, or of a colleague."""
    students = policies.visible_students(viewer, depth=Depth.PARTICIPATION)
    seen = Q(student__in=students) | Q(staff__in=policies.visible_staff(viewer))
    row = BlockedTime.objects.filter(seen, pk=blocked_id)
    return first_or_404(row.select_related("student__school", "staff__school"))


def _still_blocked(rows: QuerySet[BlockedTime], today: date) -> list[BlockedTime]:
    return list(rows.exclude(until_on__lt=today).order_by("cycle_day", "label", "pk"))


def student_page(viewer: Viewer, student_id: int) -> StudentPage:
    """The page of one student, as deep as this viewer sees."""
    student = student_or_404(viewer, student_id)
    depth = policies.depth_of(viewer, student) or Depth.NAME
    today = clock.today_for(viewer)
    may_form_team = policies.may_open_access(viewer, student)
    page = {
        "student": student,
        "grade": grade_label(student.grade),
        "depth": depth,
        "may_edit": policies.may_edit_student(viewer, student),
        "may_tell_words": policies.may_tell_words(viewer, student),
        "may_block": policies.may_block_times(viewer, student),
        "may_form_team": may_form_team,
        "doors": _doors(student, depth),
        "sees_all_classes": viewer.role in policies.WHOLE_SCHOOL,
    }
    if depth >= Depth.PARTICIPATION:
        page |= _participation(viewer, student, today)
    if depth >= Depth.PLAN or may_form_team:
        page["team"] = team_of(student, today)
    return StudentPage(**page)


def _doors(student: Student, depth: Depth) -> list[dict]:
    wanted = [
        (door.url_name, door.label, door.icon) for door in STUDENT_DOORS if depth >= door.depth
    ]
    return _built(wanted, student.pk)


def _built(doors: Iterable[tuple[str, str | Promise, str]], pk: int) -> list[dict]:
    """Those of the doors that lead somewhere yet."""
    found = []
    for url_name, label, icon in doors:
        try:
            url = reverse(url_name, args=[pk])
        except NoReverseMatch:
            continue
        found.append({"url": url, "label": label, "icon": icon})
    return found


def _participation(viewer: Viewer, student: Student, today: date) -> dict:
    enrolled = policies.open_on(Enrolment.objects.filter(student=student), today)
    sections = not_closed(Section.objects.filter(pk__in=enrolled.values("section_id")), today)
    found: dict = {
        "sections": section_rows(list(sections), today),
        "blocked": _still_blocked(BlockedTime.objects.filter(student=student), today),
    }
    try:
        found["week"] = week_of(viewer, student)
    except Problem as problem:
        found["no_week_because"] = str(problem)
    return found


def week_of(viewer: Viewer, student: Student) -> Week:
    """One round of the cycle as this student has it now. Raises Problem before the school has bells."""
    today = clock.today_for(viewer)
    made, on = _frame_and_date(student.school, today)
    slots = timetable_of(student, made, on)
    ids = {at for at in slots if isinstance(at, int)}
    sections = Section.objects.in_bulk(list(ids))
    open_to = set(policies.visible_sections(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    # One round is enough: what a person calls these days needs no number.
    days = tuple(
        replace(day, label=day_label(student.school, day.cycle_day))
        for day in made.days[: len(student.school.cycle_days)]
    )
    rows = [
        WeekRow(
            period,
            [_cell(slots[made.slot(day.index, period.index)], sections, open_to) for day in days],
        )
        for period in made.periods
    ]
    return Week(days, rows, is_empty=not ids)


def _frame_and_date(school: School, today: date) -> tuple[Frame, date]:
    year = current_year(school, today)
    return frame(school, year), _within(year, today)


def _within(year: SchoolYear | None, today: date) -> date:
    return min(max(today, year.starts_on), year.ends_on) if year else today


def _cell(at, sections: dict[int, Section], open_to: set[int]) -> Cell:
    if at == LUNCH:
        return Cell("lunch")
    if at == FREE:
        return Cell("free")
    if at is None:
        return Cell("off")
    return Cell("class", sections[at], at in open_to)


def team_of(student: Student, on: date) -> list[TeamMember]:
    """The adults on a student's team today, with the last day of each."""
    rows = (
        Access.objects.filter(
            student=student,
            depth=Depth.PLAN,
            because=f"people.team:{student.pk}",
            closed_at__isnull=True,
            until_on__gte=on,
        )
        .select_related("user")
        .order_by("user__name", "-until_on")
    )
    staff = {
        each.user_id: each
        for each in Staff.objects.filter(
            school_id=student.school_id, user_id__in=[row.user_id for row in rows]
        )
    }
    members: dict[int, TeamMember] = {}
    for row in rows:
        members.setdefault(
            row.user_id,
            TeamMember(row.user_id, row.user.name, staff.get(row.user_id), row.until_on),
        )
    return list(members.values())


def section_page(viewer: Viewer, section_id: int) -> SectionPage:
    """Who learns here (as far as the viewer sees them), when, and in which room."""
    section = section_or_404(viewer, section_id)
    today = clock.today_for(viewer)
    enrolled = policies.open_on(Enrolment.objects.filter(section=section), today)
    seen = not_closed(policies.visible_students(viewer, depth=Depth.NAME), today)
    students = list(seen.filter(pk__in=enrolled.values("student_id")))
    row = section_rows([section], today)[0]
    return SectionPage(
        row,
        students,
        list(section.terms.all()),
        max(0, row.students - len(students)),
        _built(SECTION_DOORS, section.pk),
    )


def staff_member_page(viewer: Viewer, staff_id: int) -> StaffPage:
    staff = staff_or_404(viewer, staff_id)
    today = clock.today_for(viewer)
    taught = policies.open_on(staff.teachings.all(), today)
    sections = not_closed(policies.visible_sections(viewer), today)
    sections = sections.filter(pk__in=taught.values("section_id"))
    roles = roles_of(viewer, [staff.user_id] if staff.user_id else [])
    may_block = policies.may_block_staff_times(viewer, staff)
    return StaffPage(
        staff,
        roles.get(staff.user_id or 0, []),
        section_rows(list(sections), today),
        policies.may_edit_staff(viewer, staff),
        may_block,
        _still_blocked(staff.blocked_times.all(), today) if may_block else [],
    )


def likely_same(school: School, first: str, last: str) -> list[Student]:
    """Students who may be the one just typed: the same names, whatever the accents."""
    wanted = (fold(first).strip(), fold(last).strip())
    rows = Student.objects.filter(school=school, closed_on__isnull=True)
    return [
        student
        for student in rows
        if wanted[1] == fold(student.last_name)
        and wanted[0] in {fold(student.first_name), fold(student.preferred_name)}
    ]


def lunches_of(school: School, on: date) -> list[str]:
    """Labels of the lunches a student may have; empty before the school has bells."""
    try:
        made = frame(school, current_year(school, on))
    except Problem:
        return []
    return [period.label for period in made.periods if period.is_lunch]


def period_labels(school: School, on: date) -> list[str]:
    try:
        made = frame(school, current_year(school, on))
    except Problem:
        return []
    return [period.label for period in made.periods]


def team_candidates(viewer: Viewer) -> list[Staff]:
    """Colleagues with an account, who may be asked onto a team."""
    today = clock.today_for(viewer)
    rows = not_closed(policies.visible_staff(viewer), today).filter(user__isnull=False)
    return list(rows)
