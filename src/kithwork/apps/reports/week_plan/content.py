"""Who is where this week, gathered for one reader a page.

A student's page and a peer's page look the same and say first names only: paper
lies about, and nobody should be able to tell from it whose plan it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Student, Teaching
from kithwork.apps.people.policies import open_on
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.policies import visible_sessions
from kithwork.apps.schools.models import BellSlot, CalendarDay

KINDS = ("students", "peers", "teachers", "rooms")
READERS = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.GENERAL_EDUCATOR})


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    time: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """One page: whose it is, the five days, and a line for each time together."""

    title: str
    week: str
    days: tuple[Day, ...]
    rows: tuple[Row, ...]


def may_print_weeks(viewer: Viewer) -> Verdict:
    if viewer.role in READERS:
        return YES
    return no("Week plans are printed by the coordinator. Ask your coordinator for yours.")


def week_plans(viewer: Viewer, kind: str, on: date) -> list[WeekPlan]:
    """One page for each reader of `kind` with time together in the week of `on`, by title."""
    monday = on - timedelta(days=on.weekday())
    sessions = list(
        visible_sessions(viewer)
        .filter(on__range=(monday, monday + timedelta(days=4)))
        .exclude(status=Session.Status.CANCELLED)
        .select_related("student", "section")
        .prefetch_related("session_peers__peer")
        .order_by("on", "starts_at", "pk")
    )
    pages: dict[str, list[tuple[Session, str]]] = defaultdict(list)
    for title, session, line in _lines(kind, sessions, viewer, monday):
        pages[title].append((session, line))
    days = _days(viewer, monday)
    week = _("Week of %(date)s") % {"date": date_format(monday, "F j, Y")}
    return [
        WeekPlan(title.split("\0")[0], week, days, _rows(viewer, monday, lines))
        for title, lines in sorted(pages.items())
    ]


def _lines(
    kind: str, sessions: list[Session], viewer: Viewer, monday: date
) -> Iterator[tuple[str, Session, str]]:
    writers: dict[str, Callable[[Session], Iterable[tuple[str, str]]]] = {
        "students": _for_student,
        "peers": _for_peers,
        "rooms": _for_room,
    }
    write = writers.get(kind) or _for_teachers(viewer, monday)
    for session in sessions:
        for title, line in write(session):
            yield title, session, line


def _peers(session: Session) -> list[Student]:
    return [row.peer for row in session.session_peers.all() if row.is_live]


def _where(session: Session) -> str:
    if session.section is None:
        return ""
    room = _("room %(room)s") % {"room": session.section.room} if session.section.room else ""
    return ", ".join(filter(None, [session.section.title, room]))


def _with(people: list[Student], session: Session) -> str:
    names = _(" and ").join(person.called for person in people)
    line = _("with %(names)s") % {"names": names} if names else _("partner to be named")
    where = _where(session)
    return f"{line}: {where}" if where else line


def _page_of(student: Student) -> str:
    # Two people may share a name: each still gets a page of their own.
    return f"{student.full_name}\0{student.pk}"


def _for_student(session: Session) -> Iterator[tuple[str, str]]:
    yield _page_of(session.student), _with(_peers(session), session)


def _for_peers(session: Session) -> Iterator[tuple[str, str]]:
    everybody = [session.student, *_peers(session)]
    for peer in _peers(session):
        yield _page_of(peer), _with([one for one in everybody if one.pk != peer.pk], session)


def _pair(session: Session) -> str:
    return _(" and ").join(one.called for one in [session.student, *_peers(session)])


def _for_room(session: Session) -> Iterator[tuple[str, str]]:
    section = session.section
    room = (
        _("Room %(room)s") % {"room": section.room} if section and section.room else session.label
    )
    yield room, _pair(session)


def _for_teachers(viewer: Viewer, monday: date) -> Callable[[Session], Iterator[tuple[str, str]]]:
    """Pairs in each teacher's own classes; a teacher prints only their own page."""
    rows = open_on(Teaching.objects.filter(section__school_id=viewer.school_id), monday)
    if viewer.role == Role.GENERAL_EDUCATOR:
        rows = rows.filter(staff__user_id=viewer.user_id)
    teachers: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("staff"):
        teachers[row.section_id].append(f"{row.staff.full_name}\0{row.staff_id}")

    def write(session: Session) -> Iterator[tuple[str, str]]:
        for teacher in teachers.get(session.section_id or 0, []):
            yield teacher, f"{_pair(session)}: {_where(session)}"

    return write


def _days(viewer: Viewer, monday: date) -> tuple[Day, ...]:
    known = {
        day.on: day
        for day in CalendarDay.objects.filter(
            year__school_id=viewer.school_id, on__range=(monday, monday + timedelta(days=4))
        ).select_related("schedule")
    }
    return tuple(_day(monday + timedelta(days=offset), known) for offset in range(5))


def _day(on: date, known: dict[date, CalendarDay]) -> Day:
    name = date_format(on, "l, M j")
    day = known.get(on)
    if day is None or not day.is_open:
        return Day(name, (day.note if day else "") or _("No school"))
    is_cycle = day.cycle_day != on.strftime("%a")
    notes = [_("%(day)s day") % {"day": day.cycle_day} if is_cycle else "", day.note]
    return Day(name, ", ".join(filter(None, notes)))


def _rows(viewer: Viewer, monday: date, lines: list[tuple[Session, str]]) -> tuple[Row, ...]:
    """A row for each period that holds something, in the order of the regular day."""
    cells: dict[str, list[list[str]]] = defaultdict(lambda: [[] for _ in range(5)])
    starts: dict[str, time] = {}
    for session, line in lines:
        cells[session.label][(session.on - monday).days].append(line)
        starts.setdefault(session.label, session.starts_at)
    regular = dict(
        BellSlot.objects.filter(
            schedule__year__school_id=viewer.school_id,
            schedule__is_regular=True,
            schedule__year__starts_on__lte=monday + timedelta(days=4),
            schedule__year__ends_on__gte=monday,
        ).values_list("label", "starts_at")
    )
    when = {label: regular.get(label, start) for label, start in starts.items()}
    return tuple(
        Row(_period(label), date_format(when[label], "g:i"), tuple(map(tuple, cells[label])))
        for label in sorted(cells, key=lambda label: (when[label], label))
    )


def _period(label: str) -> str:
    return _("Period %(label)s") % {"label": label} if label[:1].isdigit() else label
