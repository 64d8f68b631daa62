"""Today for a teacher or a paraprofessional: now, next, and whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from kithwork.apps.events.queries import EventLine, events_between
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.home.queries.day import DayHead
from kithwork.apps.notices.models import Notice
from kithwork.apps.people.models import Student
from kithwork.apps.runs.queries import (
    RunLine,
    SessionLine,
    run_sessions_on,
    sessions_between,
)
from kithwork.apps.runs.wording import period_words
from kithwork.apps.ui.templatetags.kithwork_ui import in_today_order

LOOK_AHEAD_DAYS = 10
NEWS_DAYS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One time together, as the adult who is there needs it."""

    people: tuple[Student, ...]
    away: tuple[Student, ...]
    is_gap: bool
    said_yes: tuple[Student, ...]
    place: str
    room: str


@dataclass(frozen=True, slots=True)
class Period:
    """What happens at one time: everybody who is together then."""

    on: date
    name: str
    starts_at: time
    ends_at: time
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StaffPage:
    now: Period | None
    next: Period | None
    later: tuple[Period, ...]
    had_any: bool
    next_day: tuple[Period, ...]
    next_day_on: date | None
    news: tuple[Notice, ...]
    practices: tuple[RunLine, ...] = ()
    events: tuple[EventLine, ...] = ()


def staff_page(viewer: Viewer, head: DayHead) -> StaffPage:
    lines = sessions_between(viewer, head.on, head.on + timedelta(days=LOOK_AHEAD_DAYS))
    periods = _periods(lines)
    today = [one for one in periods if one.on == head.on and one.ends_at > head.at]
    now = next((one for one in today if one.starts_at <= head.at), None)
    ahead = [one for one in today if one is not now]
    days = sorted({one.on for one in periods if one.on > head.on})
    next_day_on = days[0] if days else None
    return StaffPage(
        now=now,
        next=ahead[0] if ahead else None,
        later=tuple(ahead[1:]),
        had_any=any(one.on == head.on for one in periods),
        next_day=tuple(one for one in periods if one.on == next_day_on),
        next_day_on=next_day_on,
        news=tuple(news(viewer, head)),
        practices=tuple(run_sessions_on(viewer, head.on)),
        events=tuple(events_between(viewer, head.on, head.on + timedelta(days=LOOK_AHEAD_DAYS))),
    )


def news(viewer: Viewer, head: DayHead) -> list[Notice]:
    """The viewer's own notices of the last days."""
    since = head.on - timedelta(days=NEWS_DAYS)
    mine = Notice.objects.filter(to_id=viewer.user_id, read_at__isnull=True)
    return list(mine.filter(left_at__date__gte=since)[:3])


def _periods(lines: list[SessionLine]) -> list[Period]:
    found: dict[tuple[date, time, str], list[SessionLine]] = {}
    for line in lines:
        found.setdefault((line.on, line.starts_at, line.label), []).append(line)
    return [
        Period(
            on,
            period_words(label),
            starts_at,
            mine[0].ends_at,
            tuple(
                Line(
                    tuple(in_today_order(list(one.people))),
                    one.away,
                    one.is_gap,
                    one.said_yes,
                    one.place,
                    one.room,
                )
                for one in mine
            ),
        )
        for (on, starts_at, label), mine in sorted(found.items())
    ]
