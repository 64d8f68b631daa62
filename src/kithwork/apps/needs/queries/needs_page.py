"""The Needs page: one row per student of the viewer's teams, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import HowAsked, SupportNeed, Wish
from kithwork.apps.needs.policies import (
    may_change_needs,
    team_students,
    visible_needs,
    visible_preference_cards,
    visible_wishes,
)
from kithwork.apps.needs.queries.conflicts import Week, apart_from, conflicts_of
from kithwork.apps.people.models import Student
from kithwork.apps.people.queries import timetables
from kithwork.apps.schools.models import School, Term
from kithwork.apps.schools.queries import Frame, frame

ROWS_A_PAGE = 60


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need as it is read, with what stands in its way."""

    need: SupportNeed
    where: str
    conflicts: tuple[str, ...] = ()


@dataclass(slots=True)
class StudentNeeds:
    """One student's row: their needs, and how many wishes the team heard."""

    student: Student
    needs: list[NeedLine] = field(default_factory=list)
    would_like: int = 0
    rather_not: int = 0
    was_asked: bool = False
    asked_on: date | None = None
    term_began: date | None = None

    @property
    def is_due(self) -> bool:
        """Wishes change: each student is asked again each term (practices A.3)."""
        return bool(
            self.was_asked
            and self.term_began
            and self.asked_on is not None
            and self.asked_on < self.term_began
        )

    @property
    def times_a_week(self) -> int:
        return sum(line.need.times_a_week for line in self.needs)

    @property
    def has_conflict(self) -> bool:
        return any(line.conflicts for line in self.needs)


@dataclass(frozen=True, slots=True)
class NeedsPage:
    rows: list[StudentNeeds]
    shown: int
    part: Page
    students: int
    sessions: int
    not_asked: int
    due: int
    with_conflict: int
    words: str
    only: str
    trouble: str
    may_write: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.only)


def where_of(need: SupportNeed) -> str:
    """The place in words: the class by name, the rest by its kind, and its periods if said."""
    where = need.section.title if need.section else need.get_place_display()
    return f"{where} ({', '.join(need.labels)})" if need.labels else where


def frame_of(viewer: Viewer) -> tuple[School, Frame | None, str]:
    """The viewer's school and its frame; without one, the sentence that says why."""
    school = School.objects.get(pk=viewer.school_id)
    try:
        return school, frame(school), ""
    except Problem as problem:
        return school, None, str(problem)


def needs_page(viewer: Viewer, *, words: str = "", only: str = "", number: str = "") -> NeedsPage:
    """Every student of the viewer's teams with an open need, a wish or a card, a page at a time."""
    today = clock.today_for(viewer)
    school, made, trouble = frame_of(viewer)
    needs = list(
        visible_needs(viewer)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("section")
    )
    wishes = list(visible_wishes(viewer).select_related("other"))
    rows = _rows(viewer, needs, wishes, _term_began(school, today))
    known = set(rows) | {wish.other_id for wish in wishes if wish.student_id in rows}
    weeks = _weeks(school, made, today, known)
    _fill(rows, needs, wishes, weeks)
    shown = [row for row in rows.values() if _is_wanted(row, words, only)]
    part = Paginator(shown, ROWS_A_PAGE).get_page(number)
    return NeedsPage(
        rows=list(part.object_list),
        shown=len(shown),
        part=part,
        students=len(rows),
        sessions=sum(row.times_a_week for row in rows.values()),
        not_asked=sum(not row.was_asked for row in rows.values()),
        due=sum(row.is_due for row in rows.values()),
        with_conflict=sum(row.has_conflict for row in rows.values()),
        words=words,
        only=only,
        trouble=trouble,
        may_write=any(may_change_needs(viewer, row.student) for row in list(rows.values())[:1])
        or viewer.is_coordinator,
    )


def _term_began(school: School, on: date) -> date | None:
    """The first day of the term a date lies in."""
    term = (
        Term.objects.filter(year__school=school, starts_on__lte=on, ends_on__gte=on)
        .order_by("-starts_on")
        .first()
    )
    return term.starts_on if term else None


def _rows(
    viewer: Viewer, needs: list[SupportNeed], wishes: list[Wish], term_began: date | None
) -> dict[int, StudentNeeds]:
    asked = visible_preference_cards(viewer).values_list("student_id", "how_asked", "asked_on")
    cards = {pk: how for pk, how, _on in asked}
    days = {pk: on for pk, _how, on in asked}
    known = {need.student_id for need in needs} | {wish.student_id for wish in wishes} | set(cards)
    students = team_students(viewer).filter(pk__in=known, closed_on__isnull=True)
    return {
        student.pk: StudentNeeds(
            student,
            was_asked=cards.get(student.pk, HowAsked.NOT_YET) != HowAsked.NOT_YET,
            asked_on=days.get(student.pk),
            term_began=term_began,
        )
        for student in students
    }


def _weeks(school: School, made: Frame | None, on: date, only: set[int]) -> dict[int, Week]:
    if made is None:
        return {}
    found = timetables(school, made, on, only=only)
    return {
        student_id: Week(made, at)
        for student_id, at in found.items()
        if student_id not in found.without_classes
    }


def _fill(
    rows: dict[int, StudentNeeds],
    needs: list[SupportNeed],
    wishes: list[Wish],
    weeks: dict[int, Week],
) -> None:
    wished: dict[int, dict[int, str]] = defaultdict(dict)
    for wish in wishes:
        row = rows.get(wish.student_id)
        if row is None:
            continue
        if wish.kind == Wish.Kind.RATHER_NOT:
            row.rather_not += 1
        else:
            row.would_like += 1
            wished[wish.student_id][wish.other_id] = wish.other.called
        row.was_asked = row.was_asked or wish.how_asked != HowAsked.NOT_YET
        row.asked_on = max(filter(None, (row.asked_on, wish.asked_on)), default=None)
    for need in needs:
        row = rows.get(need.student_id)
        if row is not None:
            row.needs.append(need_line(need, row.student, weeks, wished[need.student_id]))


def need_line(
    need: SupportNeed, student: Student, weeks: dict[int, Week], wished: dict[int, str]
) -> NeedLine:
    week = weeks.get(student.pk)
    said = conflicts_of(need, week, student.called)
    if apart := apart_from(need, week, wished, weeks):
        said.append(apart)
    return NeedLine(need, where_of(need), tuple(said))


def _is_wanted(row: StudentNeeds, words: str, only: str) -> bool:
    if words.casefold() not in row.student.full_name.casefold():
        return False
    if only == "conflict":
        return row.has_conflict
    if only == "not_asked":
        return not row.was_asked
    if only == "due":
        return row.is_due
    return True
