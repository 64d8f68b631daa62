"""The demo's school year: around today, with a few days that are not like the others."""

from __future__ import annotations

from datetime import date, time, timedelta

from kithwork.apps.schools.models import (
    BellSchedule,
    BellSlot,
    CalendarDay,
    School,
    SchoolYear,
    Term,
)
from kithwork.demo.plan import Bell, SchoolPlan

WEEKS_BEFORE_TODAY = 11
WEEKS = 40
# Counted in weeks and weekdays from the first Monday, so that they always lie where a reader sees them.
NO_SCHOOL = {(4, 0): "Staff day", (13, 3): "Holiday", (13, 4): "Holiday", (17, 0): "Break"}
DELAYS = {(12, 1), (20, 2)}
ASSEMBLIES = {(11, 4), (15, 4), (24, 4)}


def make_year(school: School, plan: SchoolPlan, today: date) -> SchoolYear:
    """A year with two terms, three day types and a calendar, so that today is in week 12."""
    first = today - timedelta(days=today.weekday()) - timedelta(weeks=WEEKS_BEFORE_TODAY)
    last = first + timedelta(weeks=WEEKS, days=-3)
    half = first + timedelta(weeks=WEEKS // 2, days=-3)
    year = SchoolYear.objects.create(
        school=school, name=f"{first.year}-{last:%y}", starts_on=first, ends_on=last
    )
    Term.objects.create(year=year, name="Semester 1", starts_on=first, ends_on=half)
    Term.objects.create(
        year=year, name="Semester 2", starts_on=half + timedelta(days=3), ends_on=last
    )
    schedules = {
        "regular": _schedule(year, "Regular", plan.regular, is_regular=True),
        "delay": _schedule(year, "Two-hour delay", plan.delay),
        "assembly": _schedule(year, "Assembly", plan.assembly),
    }
    CalendarDay.objects.bulk_create(_days(school, year, schedules))
    return year


def _schedule(
    year: SchoolYear, name: str, bells: tuple[Bell, ...], *, is_regular: bool = False
) -> BellSchedule:
    schedule = BellSchedule.objects.create(year=year, name=name, is_regular=is_regular)
    BellSlot.objects.bulk_create(
        BellSlot(
            schedule=schedule,
            label=bell.label,
            starts_at=clock_time(bell.starts),
            ends_at=clock_time(bell.ends),
            kind=bell.kind,
        )
        for bell in bells
    )
    return schedule


def clock_time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _days(
    school: School, year: SchoolYear, schedules: dict[str, BellSchedule]
) -> list[CalendarDay]:
    days, opened = [], 0
    for week in range(WEEKS):
        for weekday in range(5):
            on = year.starts_on + timedelta(weeks=week, days=weekday)
            note = NO_SCHOOL.get((week, weekday))
            if note:
                days.append(CalendarDay(year=year, on=on, is_open=False, note=note))
                continue
            kind = _day_type(week, weekday)
            cycle_days = school.cycle_days
            cycle_day = (
                cycle_days[weekday] if school.is_weekly else cycle_days[opened % len(cycle_days)]
            )
            days.append(
                CalendarDay(
                    year=year,
                    on=on,
                    cycle_day=cycle_day,
                    schedule=schedules[kind],
                    note="" if kind == "regular" else schedules[kind].name,
                )
            )
            opened += 1
    return days


def _day_type(week: int, weekday: int) -> str:
    if (week, weekday) in DELAYS:
        return "delay"
    return "assembly" if (week, weekday) in ASSEMBLIES else "regular"
