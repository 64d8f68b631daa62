"""Reads of sessions: a day, a week, and the cards that students and families get."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

from django.db.models import QuerySet
from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.people.policies import open_on, visible_students
from kithwork.apps.runs.models import Absence, Coming, Pairing, Participant, Session
from kithwork.apps.runs.policies import own_sessions, visible_run_sessions, visible_sessions
from kithwork.apps.runs.wording import period_words


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session as staff see it: two equals and where they are. No mark of whose plan it is."""

    pk: int
    on: date
    label: str
    starts_at: time
    ends_at: time
    status: str
    why_not: str
    place: str
    room: str
    people: tuple[Student, ...]
    is_gap: bool
    away: tuple[Student, ...]
    said_yes: tuple[Student, ...] = ()

    @property
    def period(self) -> str:
        return period_words(self.label)


@dataclass(frozen=True, slots=True)
class Face:
    """A first name with the mark that person chose, for a partner's page."""

    name: str
    tint: int
    shape: int


@dataclass(frozen=True, slots=True)
class TimeCard:
    """A time together as a student or family sees it: when, where, and first names."""

    pk: int
    on: date
    label: str
    starts_at: time
    place: str
    partners: tuple[str, ...]
    is_coming: bool = True
    has_said: bool = False
    faces: tuple[Face, ...] = ()


def sessions_on(viewer: Viewer, on: date) -> list[SessionLine]:
    return sessions_between(viewer, on, on)


def sessions_between(viewer: Viewer, first: date, last: date) -> list[SessionLine]:
    """Sessions this adult may see, cancelled ones left out, by time."""
    rows = (
        visible_sessions(viewer)
        .filter(on__range=(first, last))
        .exclude(status=Session.Status.CANCELLED)
    )
    return _lines(rows, first, last)


def _lines(rows: QuerySet[Session], first: date, last: date) -> list[SessionLine]:
    rows = rows.select_related("student", "section", "need").prefetch_related(
        "session_peers__peer", "comings"
    )
    sessions = list(rows.order_by("on", "starts_at", "label", "pk"))
    away = _away(first, last)
    return [_line(row, away) for row in sessions]


def _away(first: date, last: date) -> set[tuple[int, date, str]]:
    """(student, date, period) of those who are away; an empty period is the whole day."""
    rows = Absence.objects.filter(on__range=(first, last))
    return set(rows.values_list("student_id", "on", "label"))


def _line(row: Session, away: set[tuple[int, date, str]]) -> SessionLine:
    peers = [one.peer for one in row.session_peers.all() if one.is_live]
    missing = [
        one
        for one in [row.student, *peers]
        if {(one.pk, row.on, ""), (one.pk, row.on, row.label)} & away
    ]
    here = [one for one in peers if one not in missing]
    student_here = row.student not in missing
    is_open = row.status == Session.Status.PLANNED
    sure = {one.student_id for one in row.comings.all()} if is_open else set()
    return SessionLine(
        pk=row.pk,
        on=row.on,
        label=row.label,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=row.status,
        why_not=row.why_not,
        place=row.section.title if row.section else "",
        room=row.section.room if row.section else "",
        people=(row.student, *peers),
        is_gap=is_open and student_here and len(here) < row.need.min_peers,
        away=tuple(missing),
        said_yes=tuple(one for one in [row.student, *here] if one.pk in sure),
    )


def session_or_404(viewer: Viewer, session_id: int) -> Session:
    row = (
        visible_sessions(viewer)
        .filter(pk=session_id)
        .select_related("student", "section", "need")
        .first()
    )
    if row is None:
        raise Http404
    return row


def student_or_404(viewer: Viewer, student_id: int) -> Student:
    return first_or_404(visible_students(viewer, depth=Depth.PARTICIPATION).filter(pk=student_id))


def own_times(viewer: Viewer, limit: int = 10) -> list[TimeCard]:
    """A student's own next times, or a family's child's: first names of partners and nothing else."""
    own = {one.pk for one in visible_students(viewer, depth=Depth.PROGRESS)}
    rows = (
        own_sessions(viewer)
        # A time that has lost its partner is no time together: adults see it as a gap.
        .filter(status=Session.Status.PLANNED, session_peers__is_live=True)
        .select_related("student", "section")
    )
    rows = rows.prefetch_related("session_peers__peer").order_by("on", "starts_at")
    away = set(
        Absence.objects.filter(student__in=own, on__gte=clock.today_for(viewer)).values_list(
            "on", "label"
        )
    )
    shown = list(rows[:limit])
    enrolled = Enrolment.objects.filter(
        student__in=own, section__in={row.section_id for row in shown if row.section_id}
    )
    known = set(open_on(enrolled, clock.today_for(viewer)).values_list("section_id", flat=True))
    said = Coming.objects.filter(student__in=own, session__in=shown)
    sure = set(said.values_list("session_id", flat=True))
    return [_card(row, own, away, known, sure) for row in shown]


def _card(
    row: Session, own: set[int], away: set[tuple[date, str]], known: set[int], sure: set[int]
) -> TimeCard:
    people = [row.student, *(one.peer for one in row.session_peers.all() if one.is_live)]
    others = [one for one in people if one.pk not in own]
    return TimeCard(
        pk=row.pk,
        on=row.on,
        label=row.label,
        starts_at=row.starts_at,
        # The room of a class one is in; never one that tells what a partner's class is.
        place=row.section.title if row.section and row.section_id in known else "",
        partners=tuple(one.called for one in others),
        is_coming=not {(row.on, ""), (row.on, row.label)} & away,
        has_said=row.pk in sure,
        faces=tuple(Face(one.called, one.avatar_tint, one.avatar_shape) for one in others),
    )


def last_together(viewer: Viewer) -> dict[int, date]:
    """Student id -> the last date they had a session that was not missed, for those who plan."""
    latest: dict[int, date] = {}
    rows = visible_sessions(viewer).filter(on__lte=clock.today_for(viewer))
    rows = rows.filter(status__in=[Session.Status.HELD, Session.Status.PLANNED])
    for student_id, on in rows.order_by("on").values_list("student_id", "on"):
        latest[student_id] = on
    return latest


def times_together(student_ids: list[int]) -> dict[tuple[int, int], int]:
    """(student, peer) -> how often they were together before."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    rows = Session.objects.filter(student_id__in=student_ids, status=Session.Status.HELD)
    for student_id, peer_id in rows.values_list("student_id", "session_peers__peer_id"):
        counts[student_id, peer_id] += 1
    return counts


def absences_on(viewer: Viewer, on: date) -> list[Absence]:
    """Who is away, of the students this adult may see."""
    students = visible_students(viewer, depth=Depth.PARTICIPATION)
    return list(Absence.objects.filter(on=on, student__in=students).select_related("student"))


def absence_or_404(viewer: Viewer, absence_id: int) -> Absence:
    students = visible_students(viewer, depth=Depth.PARTICIPATION)
    absence = (
        Absence.objects.filter(pk=absence_id, student__in=students)
        .select_related("student")
        .first()
    )
    if absence is None:
        raise Http404
    return absence


def students_of_the_day(viewer: Viewer, on: date) -> list[Student]:
    """Everybody with a session that day whom this adult may see, by name: the list to note an absence from."""
    ids: set[int] = set()
    for line in sessions_on(viewer, on):
        ids |= {one.pk for one in line.people}
    runs = visible_run_sessions(viewer).filter(on=on).exclude(status=Session.Status.CANCELLED)
    part = Participant.objects.filter(run__in=runs.values("run_id"), left_on__isnull=True)
    ids |= set(part.values_list("student_id", flat=True))
    return list(visible_students(viewer, depth=Depth.PARTICIPATION).filter(pk__in=ids))


def standing_pairs(school_id: int) -> set[tuple[int, int]]:
    """(need, peer) ids of every pairing that goes on. For plans, never for a page."""
    rows = Pairing.objects.filter(school_id=school_id, status=Pairing.Status.ACTIVE)
    return set(rows.values_list("need_id", "peer_id"))
