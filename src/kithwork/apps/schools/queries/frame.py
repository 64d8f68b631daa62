"""The plan frame: the school's cycle made about a week long, and how dates fall on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.schools.models import (
    BellSchedule,
    BellSlot,
    CalendarDay,
    School,
    SchoolYear,
    Term,
)

LEAST_FRAME_DAYS = 5
PERIOD_KINDS = (BellSlot.Kind.CLASS, BellSlot.Kind.LUNCH)


@dataclass(frozen=True, slots=True)
class FrameDay:
    """One day of the frame: its place, which day of the cycle it is, and what people call it."""

    index: int
    cycle_day: str
    label: str


@dataclass(frozen=True, slots=True)
class FramePeriod:
    """One period of the regular day in which people can be together."""

    index: int
    label: str
    kind: str
    starts_at: time
    ends_at: time

    @property
    def minutes(self) -> int:
        return minutes_of(self.ends_at) - minutes_of(self.starts_at)

    @property
    def is_lunch(self) -> bool:
        return self.kind == BellSlot.Kind.LUNCH


@dataclass(frozen=True, slots=True)
class Frame:
    """Days by periods; a slot is day.index * len(periods) + period.index."""

    days: tuple[FrameDay, ...]
    periods: tuple[FramePeriod, ...]
    overlaps: tuple[tuple[int, int], ...]

    @property
    def slots(self) -> int:
        return len(self.days) * len(self.periods)

    def slot(self, day: int, period: int) -> int:
        return day * len(self.periods) + period

    def at(self, slot: int) -> tuple[FrameDay, FramePeriod]:
        day, period = divmod(slot, len(self.periods))
        return self.days[day], self.periods[period]

    def period_of(self, label: str) -> FramePeriod | None:
        return next((period for period in self.periods if period.label == label), None)


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """A date with school. ``frame_day`` is None when its cycle day is no longer in the cycle."""

    on: date
    cycle_day: str
    schedule_id: int
    frame_day: int | None


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute


def current_year(school: School, on: date) -> SchoolYear | None:
    """The year a date lies in; between years the next one; after the last, the last."""
    years = list(SchoolYear.objects.filter(school=school).order_by("starts_on"))
    for year in years:
        if on <= year.ends_on:
            return year
    return years[-1] if years else None


def term_began(school_id: int, on: date) -> date:
    """The first day of the term that runs, or of the last one that ran; without one, of the calendar year."""
    terms = Term.objects.filter(year__school_id=school_id, starts_on__lte=on)
    last = terms.order_by("-starts_on").first()
    return last.starts_on if last else on.replace(month=1, day=1)


def frame_days(school: School) -> tuple[FrameDay, ...]:
    """The cycle, repeated until there are at least five days."""
    cycle = school.cycle_days
    rounds = -(-LEAST_FRAME_DAYS // len(cycle))
    days = []
    for index in range(rounds * len(cycle)):
        name = cycle[index % len(cycle)]
        number = index // len(cycle) + 1 if rounds > 1 else 0
        days.append(FrameDay(index, name, day_label(school, name, number)))
    return tuple(days)


def day_label(school: School, name: str, number: int = 0) -> str:
    """What people call a day of the cycle: Mon, A day, Day 1; with a number in a frame that repeats it."""
    if school.is_weekly:
        return name
    if name.isdecimal():  # a cycle of six days has no "1 day"
        return _("Day %(day)s") % {"day": name} if not number else _("Day %(day)s, %(number)s") % {
            "day": name, "number": number,
        }  # fmt: skip
    if not number:
        return _("%(day)s day") % {"day": name}
    return _("%(day)s day %(number)s") % {"day": name, "number": number}


def frame(school: School, year: SchoolYear | None = None) -> Frame:
    """The frame plans are made in: cycle days by the class and lunch periods of the regular day.

    Raises Problem when the school has no year or no regular bell schedule yet.
    """
    year = year or current_year(school, clock.today(school.timezone))
    if year is None:
        raise Problem(_("This school has no school year yet. Add one under School."))
    regular = BellSchedule.objects.filter(year=year, is_regular=True).first()
    slots = list(BellSlot.objects.filter(schedule=regular, kind__in=PERIOD_KINDS))
    if not slots:
        raise Problem(
            _("%(year)s has no regular bell schedule yet. Add one under School, Bells.")
            % {"year": year.name}
        )
    periods = tuple(
        FramePeriod(index, slot.label, slot.kind, slot.starts_at, slot.ends_at)
        for index, slot in enumerate(slots)
    )
    return Frame(frame_days(school), periods, overlapping(periods))


def overlapping(periods: Iterable[FramePeriod]) -> tuple[tuple[int, int], ...]:
    """Pairs of periods during which nobody can be in both."""
    rows = list(periods)
    return tuple(
        (a.index, b.index)
        for place, a in enumerate(rows)
        for b in rows[place + 1 :]
        if a.starts_at < b.ends_at and b.starts_at < a.ends_at
    )


def open_days(school: School, from_on: date, to_on: date) -> list[SchoolDay]:
    """Dates with school from one date to another, each with its day of the frame.

    The n-th date with a given cycle day, counted from the first date, takes the n-th
    frame day of that kind, round and round.
    """
    places: dict[str, list[int]] = {}
    for day in frame_days(school):
        places.setdefault(day.cycle_day, []).append(day.index)
    rows = CalendarDay.objects.filter(
        year__school=school, is_open=True, on__gte=from_on, on__lte=to_on
    ).order_by("on")
    seen: Counter[str] = Counter()
    days = []
    for on, cycle_day, schedule_id in rows.values_list("on", "cycle_day", "schedule_id"):
        mine = places.get(cycle_day)
        place = mine[seen[cycle_day] % len(mine)] if mine else None
        seen[cycle_day] += 1
        days.append(SchoolDay(on, cycle_day, schedule_id, place))
    return days


def slot_times(schedule_id: int) -> dict[str, tuple[time, time]]:
    """When each label of a bell schedule begins and ends."""
    return slot_times_of([schedule_id]).get(schedule_id, {})


def slot_times_of(schedule_ids: Iterable[int]) -> dict[int, dict[str, tuple[time, time]]]:
    """The same for several day types at once."""
    times: dict[int, dict[str, tuple[time, time]]] = {}
    rows = BellSlot.objects.filter(schedule_id__in=set(schedule_ids)).values_list(
        "schedule_id", "label", "starts_at", "ends_at"
    )
    for schedule_id, label, starts_at, ends_at in rows:
        times.setdefault(schedule_id, {})[label] = (starts_at, ends_at)
    return times
