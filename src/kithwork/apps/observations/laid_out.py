"""Which dates a plan has: its own, probes in other places every few weeks, and checks weeks after its end. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.observations.models import Instrument
from kithwork.apps.observations.models.watch import Phase, Setting
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.runs.models import Run
from kithwork.apps.schools.queries import SchoolDay

# A check that falls into a holiday is made on the first day of school after it, if that is not much later.
LATEST_CHECK = timedelta(days=13)
Bells = Mapping[int, Mapping[str, tuple[time, time]]]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a probe is made, and in which period."""

    setting: str
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What is asked of a plan. `days` are days of the school's cycle; none means every day.

    `probes` are made every `probe_weeks`; `checks` so many weeks after the last day, where the plan observes.
    """

    instrument: Instrument
    students: tuple[Student, ...]
    observer: Staff
    phase: str
    setting: str
    minutes: int
    labels: tuple[str, ...]
    days: tuple[str, ...]
    starts_on: date
    ends_on: date
    second_observer: Staff | None = None
    share_pct: int = 25
    run: Run | None = None
    probes: tuple[Elsewhere, ...] = ()
    probe_weeks: int = 2
    probe_minutes: int = 10
    checks: tuple[int, ...] = ()

    @property
    def looks_until(self) -> date:
        """The last day a row of this plan may fall on."""
        if not self.checks:
            return self.ends_on
        return self.ends_on + timedelta(weeks=max(self.checks)) + LATEST_CHECK


@dataclass(frozen=True, slots=True)
class Row:
    """One period of one date, and what is observed in it."""

    on: date
    label: str
    starts_at: time
    ends_at: time
    phase: str
    setting: str
    minutes: int


def rows_of(frame: Frame, days: Sequence[SchoolDay], bells: Bells) -> list[Row]:
    """Every row of a plan in the order of its dates. A probe takes the place of the plan's own in its period.

    Raises Problem where none of the plan's days has one of its periods, or a probe or check has no day.
    """
    inside = [day for day in days if day.on <= frame.ends_on]
    probes = list(_probes(frame, inside, bells))
    taken = {(one.on, one.label) for one in probes}
    own = [
        row
        for day in _own_days(frame, inside)
        for row in _slots(day, bells, frame.labels, (frame.phase, frame.setting, frame.minutes))
        if (row.on, row.label) not in taken
    ]
    if not own:
        raise Problem(
            _("None of these days has one of these periods. Look at the dates and the bells.")
        )
    checks = list(_checks(frame, days, bells))
    return sorted([*own, *probes, *checks], key=lambda one: (one.on, one.starts_at, one.label))


def _own_days(frame: Frame, days: Sequence[SchoolDay]) -> list[SchoolDay]:
    return [day for day in days if not frame.days or day.cycle_day in frame.days]


def _slots(
    day: SchoolDay, bells: Bells, labels: Sequence[str], what: tuple[str, str, int]
) -> list[Row]:
    times = bells.get(day.schedule_id, {})
    return [Row(day.on, label, *times[label], *what) for label in labels if label in times]


def _probes(frame: Frame, days: Sequence[SchoolDay], bells: Bells) -> Iterator[Row]:
    """One in each place in every stretch of weeks that has a day for it; two places on two days where they can."""
    found: set[Elsewhere] = set()
    used: set[tuple[date, str]] = set()
    stretch = timedelta(weeks=frame.probe_weeks)
    begins = frame.starts_on
    while begins <= frame.ends_on and frame.probes:
        within = [day for day in days if begins <= day.on < begins + stretch]
        busy: set[date] = set()
        for place in frame.probes:
            what = (Phase.PROBE.value, place.setting, frame.probe_minutes)
            rows = [row for day in within for row in _slots(day, bells, (place.label,), what)]
            free = [row for row in rows if (row.on, row.label) not in used]
            if not free:
                continue
            row = next((one for one in free if one.on not in busy), free[0])
            busy.add(row.on)
            used.add((row.on, row.label))
            found.add(place)
            yield row
        begins += stretch
    for place in frame.probes:
        if place not in found:
            raise Problem(
                _(
                    "No day of this plan has “{period}”, for the probe {place}. Choose another."
                ).format(period=place.label, place=Setting(place.setting).label.lower())
            )


def _checks(frame: Frame, days: Sequence[SchoolDay], bells: Bells) -> Iterator[Row]:
    what = (Phase.MAINTENANCE.value, frame.setting, frame.minutes)
    for weeks in sorted(set(frame.checks)):
        due = frame.ends_on + timedelta(weeks=weeks)
        within = [day for day in _own_days(frame, days) if due <= day.on <= due + LATEST_CHECK]
        rows = [row for day in within for row in _slots(day, bells, frame.labels, what)]
        if not rows:
            raise Problem(
                _(
                    "The check {n} weeks after the end has no day of school: {on} and the two weeks after it have "
                    "none of these periods. Leave it out, or add the days to the calendar."
                ).format(n=weeks, on=due.isoformat())
            )
        yield rows[0]


def shared_places(count: int, share_pct: int) -> frozenset[int]:
    """Which of `count` sessions two people observe: the fewest that reach the share, spread over the whole stretch.

    Fewest sessions of equal length are fewest minutes of staff.
    """
    wanted = min(count, math.ceil(count * share_pct / 100))
    return frozenset(int((place + 0.5) * count / wanted) for place in range(wanted))


def shared_rows(rows: Sequence[Row], share_pct: int) -> frozenset[int]:
    """The same over all rows of a plan: each phase reaches the share by itself, with the fewest sessions of its own."""
    by_phase: dict[str, list[int]] = defaultdict(list)
    for nth, row in enumerate(rows):
        by_phase[row.phase].append(nth)
    return frozenset(
        places[nth] for places in by_phase.values() for nth in shared_places(len(places), share_pct)
    )
