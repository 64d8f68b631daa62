"""Changing days of the calendar, one or many, with or without moving the rotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools import undo
from kithwork.apps.schools.actions.rotation import (
    last_cycle_day_before,
    lay_rotation,
    next_in_rotation,
    regular_schedule,
)
from kithwork.apps.schools.models import BellSchedule, CalendarDay, SchoolYear
from kithwork.apps.schools.policies import may_edit_school
from kithwork.apps.trail.actions import action, note

FIELDS = ["is_open", "cycle_day", "schedule", "note"]


@dataclass(frozen=True, slots=True)
class DayEdit:
    """What a day becomes. Empty ``cycle_day``: as the rotation says; no schedule: the regular one.

    ``shifts`` says what happens to the days after it: True, they move on with the rotation;
    False, they stay as printed; None, nobody was asked.
    """

    is_open: bool
    schedule: BellSchedule | None = None
    cycle_day: str = ""
    note: str = ""
    shifts: bool | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A stretch of days without school, from a file or a form."""

    from_on: date
    to_on: date
    note: str


@dataclass(frozen=True, slots=True)
class DaysChanged:
    count: int
    undo_token: str


@action("calendar.change_days")
def change_days(
    year: SchoolYear, from_on: date, to_on: date, edit: DayEdit, *, by: Viewer
) -> DaysChanged:
    """Make one day or a stretch of days open, closed, or of another type.

    Weekends are touched only when a single day is named or they are in the calendar already.
    Raises Refused if `by` may not, Problem when the days lie outside the year, when a day's
    cycle day cannot be told, or when the rotation is touched and nobody said what follows.
    """
    require(may_edit_school(by, year.school))
    _check_range(year, from_on, to_on)
    if edit.shifts is None and asks_about_rotation(year, from_on, to_on, edit):
        raise Problem(_("Say what happens to the days after: do they keep their letters or move?"))
    days = _days_of_year(year)
    before = {on: _state(day) for on, day in days.items()}
    _apply(year, days, from_on, to_on, edit)
    if edit.shifts and not year.school.is_weekly:
        later = [day for on, day in days.items() if on > to_on]
        lay_rotation(year.school, later, _last_open(days, to_on))
    changed = _write(year, days, before)
    note(year=year.pk, from_on=from_on.isoformat(), to_on=to_on.isoformat(), count=changed.count)
    tell("calendar.changed", year.school_id, by=by)
    return changed


@action("calendar.add_holidays")
def add_holidays(
    year: SchoolYear, holidays: Sequence[Holiday], *, shifts: bool, by: Viewer
) -> DaysChanged:
    """Close the days of a list of holidays that lie in the year. Days closed already keep their note.

    Raises Refused if `by` may not.
    """
    require(may_edit_school(by, year.school))
    days = _days_of_year(year)
    before = {on: _state(day) for on, day in days.items()}
    for holiday in holidays:
        for on, day in days.items():
            if holiday.from_on <= on <= holiday.to_on and day.is_open:
                _close(day, holiday.note)
    if shifts and not year.school.is_weekly:
        # Only from the first day that was closed: what lies before is past and printed.
        first = next((on for on, day in days.items() if before[on] != _state(day)), None)
        if first:
            later = [day for on, day in days.items() if on >= first]
            lay_rotation(year.school, later, last_cycle_day_before(year, first))
    changed = _write(year, days, before)
    note(year=year.pk, holidays=len(holidays), count=changed.count)
    tell("calendar.changed", year.school_id, by=by)
    return changed


@action("calendar.undo")
def undo_days(year: SchoolYear, token: str, *, by: Viewer) -> int:
    """Put days back as they stood before a change. Raises Problem if they changed since."""
    require(may_edit_school(by, year.school))
    before, digest = undo.unpack(f"days:{year.pk}", token)
    dates = [date.fromisoformat(on) for on in before]
    days = {day.on: day for day in CalendarDay.objects.filter(year=year, on__in=dates)}
    undo.check_unchanged({on.isoformat(): _state(day) for on, day in sorted(days.items())}, digest)
    for text, state in before.items():
        day = days.get(date.fromisoformat(text))
        if day is None:
            continue
        if state is None:
            day.delete()
            continue
        day.is_open, day.cycle_day, day.schedule_id, day.note = state
        day.save()
    note(year=year.pk, count=len(before))
    tell("calendar.changed", year.school_id, by=by)
    return len(before)


def asks_about_rotation(year: SchoolYear, from_on: date, to_on: date, edit: DayEdit) -> bool:
    """Does this change the count of school days before others, in a school that counts them?"""
    if year.school.is_weekly:
        return False
    if not CalendarDay.objects.filter(year=year, is_open=True, on__gt=to_on).exists():
        return False
    rows = CalendarDay.objects.filter(year=year, on__gte=from_on, on__lte=to_on)
    known = list(rows)
    if edit.is_open and from_on == to_on and not known:
        return True  # a day outside the calendar opens
    for day in known:
        if day.is_open != edit.is_open:
            return True
        if edit.is_open and edit.cycle_day and edit.cycle_day != day.cycle_day:
            return True
    return False


def _check_range(year: SchoolYear, from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise Problem(_("The last day lies before the first."))
    if from_on < year.starts_on or to_on > year.ends_on:
        raise Problem(
            _("These days lie outside %(year)s, which runs from %(first)s to %(last)s.")
            % {"year": year.name, "first": year.starts_on, "last": year.ends_on}
        )


def _days_of_year(year: SchoolYear) -> dict[date, CalendarDay]:
    rows = CalendarDay.objects.select_for_update().filter(year=year).order_by("on")
    return {day.on: day for day in rows}


def _state(day: CalendarDay) -> list[Any]:
    return [day.is_open, day.cycle_day, day.schedule_id, day.note]


def _close(day: CalendarDay, why: str) -> None:
    day.is_open, day.cycle_day, day.schedule_id, day.note = False, "", None, why


def _last_open(days: dict[date, CalendarDay], until: date) -> str | None:
    return next(
        (
            days[on].cycle_day
            for on in sorted(days, reverse=True)
            if on <= until and days[on].is_open
        ),
        None,
    )


def _apply(
    year: SchoolYear, days: dict[date, CalendarDay], from_on: date, to_on: date, edit: DayEdit
) -> None:
    schedule = edit.schedule or regular_schedule(year)
    if edit.is_open and schedule is None:
        raise Problem(_("Add a regular bell schedule first."))
    for offset in range((to_on - from_on).days + 1):
        on = from_on + timedelta(days=offset)
        if on not in days:
            if from_on != to_on:
                continue
            days[on] = CalendarDay(year=year, on=on, is_open=False)
        _apply_to_day(year, days, days[on], edit, schedule)


def _apply_to_day(
    year: SchoolYear,
    days: dict[date, CalendarDay],
    day: CalendarDay,
    edit: DayEdit,
    schedule: BellSchedule | None,
) -> None:
    if not edit.is_open:
        _close(day, edit.note)
        return
    kept = day.cycle_day if day.is_open else ""
    before = _last_open(days, day.on - timedelta(days=1))
    cycle_day = edit.cycle_day or kept or next_in_rotation(year.school, before, day.on)
    if not cycle_day:
        raise Problem(_("Say which day's timetable a weekend day follows."))
    if cycle_day not in year.school.cycle_days:
        raise Problem(_("%(day)s is not a day of this school's cycle.") % {"day": cycle_day})
    day.is_open, day.cycle_day, day.schedule, day.note = True, cycle_day, schedule, edit.note


def _write(
    year: SchoolYear, days: dict[date, CalendarDay], before: dict[date, list[Any]]
) -> DaysChanged:
    changed = {on: day for on, day in sorted(days.items()) if before.get(on) != _state(day)}
    for day in changed.values():
        if day.pk is None:
            day.save()
    CalendarDay.objects.bulk_update(changed.values(), FIELDS)
    token = undo.pack(
        f"days:{year.pk}",
        {on.isoformat(): before.get(on) for on in changed},
        {on.isoformat(): _state(day) for on, day in changed.items()},
    )
    return DaysChanged(len(changed), token)
