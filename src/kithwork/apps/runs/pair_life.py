"""How long partners stay together by the practice, and when they are due to change. Pure reading of the playbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kithwork.apps.runs.dates import dates_of
from kithwork.apps.runs.models import Run
from kithwork.playbooks import Playbook

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Life:
    """From which day partners may change, and on which they are due to."""

    from_on: date
    due_on: date


def last_day_of(run: Run, playbook: Playbook, starts_on: date) -> date | None:
    """The last day of a draw that begins on a day; None where the practice never changes partners.

    Weeks are school weeks: a draw that begins on a Wednesday has had its first week on Friday.
    """
    life = life_of(run, playbook, starts_on)
    return None if life is None else min(life.due_on - timedelta(days=1), run.ends_on)


def life_of(run: Run, playbook: Playbook, starts_on: date) -> Life | None:
    rotation = playbook.pair_life()
    if rotation is None:
        return None
    every = rotation.every
    least, most = int(every.min), int(every.max or every.min)
    monday = starts_on - timedelta(days=starts_on.weekday())
    if every.unit in {"session", "day"}:
        days = sorted({slot.on for slot in dates_of(run, starts_on)})
        return Life(_after(days, least, monday + WEEK), _after(days, most, monday + WEEK))
    weeks = {"week": 1, "month": 4, "term": 18, "year": 40}.get(every.unit, 1)
    return Life(monday + least * weeks * WEEK, monday + most * weeks * WEEK)


def _after(days: list[date], count: int, otherwise: date) -> date:
    return days[count] if count < len(days) else otherwise
