"""A peer's own two weeks: times together by day, and how much of what they offered is booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kithwork.apps.care.queries import has_stopped
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.home.queries.own import Time, time_of
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.runs.peer_week import peer_weeks
from kithwork.apps.runs.queries import own_times

AHEAD = timedelta(days=14)
MOST_TIMES = 60


@dataclass(frozen=True, slots=True)
class MyDay:
    on: date
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class MyWeek:
    """Days with times, and this week's minutes against what was offered; no cap, no minutes."""

    days: tuple[MyDay, ...]
    booked: int
    cap: int | None
    has_stopped: bool = False


def my_week(viewer: Viewer) -> MyWeek:
    """The student's own, and nobody else's hours."""
    today = clock.today_for(viewer)
    by_day: dict[date, list[Time]] = {}
    for card in own_times(viewer, limit=MOST_TIMES):
        if card.on < today + AHEAD:
            by_day.setdefault(card.on, []).append(time_of(card, today))
    student = Student.objects.filter(
        user_id=viewer.user_id or NOBODY, school_id=viewer.school_id
    ).first()
    week = peer_weeks([student.pk], today).get(student.pk) if student else None
    stopped = student is not None and has_stopped(viewer)
    return MyWeek(
        days=tuple(MyDay(on, tuple(times)) for on, times in sorted(by_day.items())),
        booked=week.booked if week else 0,
        cap=week.cap if week and not stopped else None,
        has_stopped=stopped and not by_day,
    )
