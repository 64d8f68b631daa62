"""How cycle days fall on dates: weekdays by themselves, cycles by counting days with school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kithwork.apps.schools.models import WEEKDAYS, BellSchedule, CalendarDay, School, SchoolYear


def weekdays_between(first: date, last: date) -> list[date]:
    """Monday to Friday, from one date to another."""
    span = (last - first).days
    days = (first + timedelta(days=n) for n in range(span + 1))
    return [on for on in days if on.weekday() < len(WEEKDAYS)]


def next_in_rotation(school: School, after: str | None, on: date) -> str:
    """The cycle day of a date, given the one of the open day before. Empty: nobody can say."""
    if school.is_weekly:
        return WEEKDAYS[on.weekday()] if on.weekday() < len(WEEKDAYS) else ""
    cycle = school.cycle_days
    if after not in cycle:
        return cycle[0]
    return cycle[(cycle.index(after) + 1) % len(cycle)]


def last_cycle_day_before(year: SchoolYear, on: date) -> str | None:
    return (
        CalendarDay.objects.filter(year=year, is_open=True, on__lt=on)
        .order_by("-on")
        .values_list("cycle_day", flat=True)
        .first()
    )


def lay_rotation(school: School, days: Iterable[CalendarDay], after: str | None) -> None:
    """Give open days their cycle days in order. Weekend days of a weekly school keep theirs."""
    for day in days:
        if not day.is_open:
            continue
        day.cycle_day = next_in_rotation(school, after, day.on) or day.cycle_day
        after = day.cycle_day


def regular_schedule(year: SchoolYear) -> BellSchedule | None:
    return BellSchedule.objects.filter(year=year, is_regular=True).first()


def fill_calendar(year: SchoolYear) -> int:
    """Open every weekday of the year that has no entry yet; entries outside the year go.

    Does nothing before there is a regular bell schedule. Returns how many days were added.
    """
    regular = regular_schedule(year)
    if regular is None:
        return 0
    CalendarDay.objects.filter(year=year).exclude(
        on__gte=year.starts_on, on__lte=year.ends_on
    ).delete()
    known = set(CalendarDay.objects.filter(year=year).values_list("on", flat=True))
    new = [
        CalendarDay(year=year, on=on, schedule=regular, cycle_day="-")
        for on in weekdays_between(year.starts_on, year.ends_on)
        if on not in known
    ]
    if not new:
        return 0
    first_new = min(day.on for day in new)
    CalendarDay.objects.bulk_create(new)
    relay_from(year, first_new)
    return len(new)


def relay_from(year: SchoolYear, on: date) -> None:
    """Count the rotation anew from a date to the end of the year."""
    days = list(CalendarDay.objects.filter(year=year, on__gte=on).order_by("on"))
    lay_rotation(year.school, days, last_cycle_day_before(year, on))
    CalendarDay.objects.bulk_update(days, ["cycle_day"])
