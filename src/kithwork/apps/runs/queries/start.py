"""What the pages that set a run up choose from: classes, students, colleagues, times, lists of content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import Meeting, Section, Staff, Student, Teaching
from kithwork.apps.people.policies import (
    NOBODY,
    visible_sections,
    visible_staff,
    visible_students,
)
from kithwork.apps.practices.models import ContentSet
from kithwork.apps.practices.queries import playbook_for, practices_of
from kithwork.apps.practices.words import span_words
from kithwork.apps.runs.attention import class_list_of
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.queries.practice import HELD, content_wanted, playbook_here
from kithwork.apps.runs.required import GRID, KEPT_ON_THE_RUN, last_filling
from kithwork.apps.schools.models import School, Term
from kithwork.apps.schools.queries import current_year, frame, open_days
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.voice import Form

WEEKS = 12
ROWS_MORE = 2


@dataclass(frozen=True, slots=True)
class TimeCell:
    """One period on one day of the cycle: does the run meet then, and does its class?"""

    value: str
    day: str
    is_on: bool
    is_class: bool


@dataclass(frozen=True, slots=True)
class TimeRow:
    label: str
    words: str
    cells: tuple[TimeCell, ...]


def playbook_to_start(viewer: Viewer, key: str) -> Playbook | None:
    """The practice of this id as it is now at the viewer's school."""
    return playbook_for(viewer.school_id, key)


def practices_to_start(viewer: Viewer) -> list[Playbook]:
    """Practices this viewer may begin with: a teacher's are those for a class."""
    found = practices_of(viewer)
    if viewer.role == Role.COORDINATOR:
        return found
    return [one for one in found if one.scope == Run.Scope.CLASS]


def sections_to_start(viewer: Viewer) -> QuerySet[Section]:
    return visible_sections(viewer).filter(closed_on__isnull=True).order_by("title", "pk")


def students_to_start(viewer: Viewer) -> QuerySet[Student]:
    """Students on whose team the viewer is."""
    return visible_students(viewer, depth=Depth.PLAN).filter(closed_on__isnull=True)


def staff_to_lead(
    viewer: Viewer, section: Section | None = None, leader_id: int | None = None
) -> QuerySet[Staff]:
    """Colleagues who may be named: anybody for the coordinator, those who teach the class for a teacher.

    Whoever leads it now may go on.
    """
    staff = visible_staff(viewer).filter(Q(closed_on__isnull=True) | Q(pk=leader_id or NOBODY))
    if viewer.role == Role.COORDINATOR:
        return staff
    mine = Q(user_id=viewer.user_id) | Q(pk=leader_id or NOBODY)
    if section is not None:
        mine |= Q(pk__in=Teaching.objects.filter(section=section).values("staff_id"))
    return staff.filter(mine)


def first_days(viewer: Viewer, school: School) -> tuple[date, date]:
    """From the next school day to the end of the term, or some weeks on."""
    today = clock.today_for(viewer)
    year = current_year(school, today)
    days = open_days(school, today, today + timedelta(days=14))
    first = days[0].on if days else today
    term = Term.objects.filter(year=year, starts_on__lte=first, ends_on__gte=first).first()
    last = term.ends_on if term else first + timedelta(weeks=WEEKS)
    return first, min(last, year.ends_on) if year else last


def time_rows(run: Run) -> list[TimeRow]:
    """Every period by every day of the cycle. A class practice begins with the times of its class.

    Raises Problem when the school has no bells yet.
    """
    made = frame(run.school, current_year(run.school, run.starts_on))
    days = run.school.cycle_days
    chosen = {one.label: one.cycle_days or days for one in run.times.all()}
    meetings = {
        one.label: one.cycle_days or days
        for one in Meeting.objects.filter(section_id=run.section_id or 0)
    }
    return [
        TimeRow(
            period.label,
            f"{period.starts_at:%H:%M}",
            tuple(
                TimeCell(
                    f"{period.label}|{day}",
                    day,
                    day in (chosen if chosen else meetings).get(period.label, []),
                    day in meetings.get(period.label, []),
                )
                for day in days
            ),
        )
        for period in made.periods
    ]


def times_from(run: Run, values: list[str]) -> list[tuple[str, list[str]]]:
    """The ticked cells as times. Raises Problem for a cell that is not there."""
    known = {cell.value for row in time_rows(run) for cell in row.cells}
    if set(values) - known:
        raise Problem(_("Choose among the periods of the table."))
    ticked: dict[str, list[str]] = {}
    for value in values:
        label, _bar, day = value.rpartition("|")
        ticked.setdefault(label, []).append(day)
    every = list(run.school.cycle_days)
    return [
        (label, [] if set(days) == set(every) else [day for day in every if day in days])
        for label, days in ticked.items()
    ]


def contents_for(run: Run) -> QuerySet[ContentSet]:
    """The school's lists of the kinds this practice asks for; all of them where it names none we keep."""
    rows = ContentSet.objects.filter(school_id=run.school_id).filter(
        Q(closed_on__isnull=True) | Q(pk=run.contents_id or 0)
    )
    kinds = {HELD[one.kind] for one in content_wanted(run) if one.kind in HELD}
    return rows.filter(kind__in=kinds) if kinds else rows


def people_found(viewer: Viewer, run: Run, words: str) -> list[Student]:
    """Students who may be asked to take part, by part of a name; those in the class where it is of a class."""
    here = run.participants.filter(left_on__isnull=True).values("student_id")
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    rows = seen.filter(closed_on__isnull=True).exclude(pk__in=here)
    for word in words.split()[:3]:
        rows = rows.filter(
            Q(first_name__istartswith=word)
            | Q(last_name__istartswith=word)
            | Q(preferred_name__istartswith=word)
        )
    return list(rows[:20]) if words.strip() else []


def dose_words(run: Run) -> str:
    """How often the practice wants to meet, for whoever chooses the times; empty where it leaves that open."""
    session = next(iter(playbook_here(run).sessions), None)
    if session is None or session.per_week is None:
        return ""
    return _("%(n)s times a week") % {"n": span_words(session.per_week)}


# What is written after each time is part of its log.
_OF_A_SESSION = {"each_session", "each_opportunity"}


def form_or_404(run: Run, form_id: str) -> Form:
    """A form that is written for the run as a whole, such as a plan."""
    forms = playbook_here(run).forms
    found = next((one for one in forms if one.id == form_id), None)
    if found is None or found.when in _OF_A_SESSION or found.id == KEPT_ON_THE_RUN:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class FormPage:
    """What was last written on a form: its fields, and the rows of its grid with room for more."""

    answers: dict[str, object]
    rows: list[list[str]]


def form_page(run: Run, form: Form, *, is_team: bool) -> FormPage:
    last = last_filling(run, form.id)
    answers = dict(last.answers) if last else {}
    if last and is_team:
        answers |= last.team_answers
    rows = list(answers.pop(GRID, []))
    if form.grid is not None:
        if not rows:
            blank = [""] * len(form.grid.columns)
            rows = [[row.name, *row.cells, *blank[len(row.cells) :]] for row in form.grid.rows]
        if form.grid.rows_are_free:
            rows += [[""] * (len(form.grid.columns) + 1) for _more in range(ROWS_MORE)]
    return FormPage(answers, rows)


def class_list_differs(run: Run, today: date) -> str:
    """What changed in the class list since; empty when nothing did."""
    return next((due.why for due in class_list_of(run, today)), "")
