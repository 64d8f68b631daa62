"""What an adult was there for, today or on the school day before, and nobody has told of yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db.models import QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.runs.models import Absence, Session
from kithwork.apps.runs.policies import RUNS_RUNS, visible_run_sessions, visible_sessions
from kithwork.apps.runs.wording import period_words
from kithwork.apps.schools.models import CalendarDay
from kithwork.apps.ui.templatetags.kithwork_ui import in_today_order


@dataclass(frozen=True, slots=True)
class LeftToLog:
    """One time together that is over: what to call it, and when it was."""

    pk: int
    name: str
    people: tuple[Student, ...]
    on: date
    period: str
    ends_at: time


def left_to_log(viewer: Viewer) -> list[LeftToLog]:
    """Times over since the school day before, the latest first; once told, no more.

    Of runs, those the viewer leads. Of the plan, those a teacher, paraprofessional or provider is there for.
    """
    now = clock.local_now(viewer.timezone)
    since = _day_before(viewer, now.date())
    rows = [*_led(viewer, since, now.date()), *_there(viewer, since, now.date())]
    over = [row for row in rows if (row.on, row.ends_at) <= (now.date(), now.time())]
    over.sort(key=lambda row: (row.on, row.ends_at, -row.pk), reverse=True)
    return [_left(row) for row in over]


def _day_before(viewer: Viewer, today: date) -> date:
    """The last day with school before today: on a Monday, Friday."""
    days = CalendarDay.objects.filter(year__school_id=viewer.school_id, is_open=True, on__lt=today)
    last = days.order_by("-on").values_list("on", flat=True).first()
    return last or today


def _led(viewer: Viewer, since: date, today: date) -> QuerySet[Session]:
    rows = visible_run_sessions(viewer).filter(
        run__facilitator__user_id=viewer.user_id or NOBODY,
        on__range=(since, today),
        status=Session.Status.PLANNED,
    )
    return rows.select_related("run")


def _there(viewer: Viewer, since: date, today: date) -> list[Session]:
    """Of the plan: a time without a partner, or whose student was away, has nothing to tell of."""
    if viewer.role not in RUNS_RUNS:
        return []
    rows = visible_sessions(viewer).filter(
        on__range=(since, today), status=Session.Status.PLANNED, session_peers__is_live=True
    )
    rows = rows.select_related("student").prefetch_related("session_peers__peer").distinct()
    absent = Absence.objects.filter(student__in=rows.values("student"), on__range=(since, today))
    away = set(absent.values_list("student_id", "on"))
    return [row for row in rows if (row.student_id, row.on) not in away]


def _left(row: Session) -> LeftToLog:
    people: tuple[Student, ...] = ()
    if row.run is None:
        peers = [one.peer for one in row.session_peers.all() if one.is_live]
        people = tuple(in_today_order([row.whose, *peers]))
    return LeftToLog(
        pk=row.pk,
        name=row.run.name if row.run else "",
        people=people,
        on=row.on,
        period=period_words(row.label),
        ends_at=row.ends_at,
    )
