"""When a run meets: its periods and days on the school's real calendar. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from kithwork.apps.runs.models import Run, RunTime
from kithwork.apps.schools.queries import open_days, slot_times_of


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of one school day, with that day's bell times."""

    on: date
    label: str
    starts_at: time
    ends_at: time


def dates_of(run: Run, from_on: date | None = None, to_on: date | None = None) -> list[Slot]:
    """Every time the run meets between two days (its own, unless narrower), by date and time.

    Days without school are left out, cycle days followed, times taken from each date's day type. A day
    type without the period has no such time.
    """
    first = max(run.starts_on, from_on or run.starts_on)
    last = min(run.ends_on, to_on or run.ends_on)
    return sorted(
        _slots(run, list(run.times.all()), first, last), key=lambda slot: (slot.on, slot.starts_at)
    )


def _slots(run: Run, times: list[RunTime], first: date, last: date) -> Iterable[Slot]:
    if not times or last < first:
        return
    days = open_days(run.school, first, last)
    bells = slot_times_of({day.schedule_id for day in days})
    for day in days:
        for meets in times:
            if meets.cycle_days and day.cycle_day not in meets.cycle_days:
                continue
            at = bells.get(day.schedule_id, {}).get(meets.label)
            if at is not None:
                yield Slot(day.on, meets.label, *at)
