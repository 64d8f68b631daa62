"""Bell schedules: one day type at a time by hand, or several from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools import undo
from kithwork.apps.schools.actions.rotation import fill_calendar
from kithwork.apps.schools.models import BellSchedule, BellSlot, CalendarDay, SchoolYear
from kithwork.apps.schools.policies import may_edit_school
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of a day type."""

    label: str
    starts_at: time
    ends_at: time
    kind: str = BellSlot.Kind.CLASS.value


@dataclass(frozen=True, slots=True)
class DayType:
    """A named list of slots."""

    name: str
    slots: tuple[Slot, ...]
    is_regular: bool = False


@dataclass(frozen=True, slots=True)
class BellsChanged:
    schedule: BellSchedule
    undo_token: str


@action("bells.save")
def save_bells(
    year: SchoolYear, day_type: DayType, *, by: Viewer, schedule: BellSchedule | None = None
) -> BellsChanged:
    """Keep a day type: a new one, or `schedule` as it now is. The first of a year is the regular one.

    The first regular one also lays out the calendar: every weekday of the year opens.
    Raises Refused if `by` may not, Problem when a name, label or time does not fit.
    """
    require(may_edit_school(by, year.school))
    before = state_of(schedule) if schedule else None
    kept = _keep(year, day_type, schedule)
    days = fill_calendar(year)
    note(year=year.pk, schedule=kept.pk, slots=len(day_type.slots), days=days)
    tell("calendar.changed", year.school_id, by=by)
    return BellsChanged(kept, undo.pack(f"bells:{year.pk}", [kept.pk, before], state_of(kept)))


@action("bells.put")
def put_day_types(
    year: SchoolYear, day_types: Sequence[DayType], *, by: Viewer
) -> list[BellSchedule]:
    """Keep several day types at once, as a file gives them: one with a known name replaces it.

    Raises Refused if `by` may not, Problem when one does not fit; then none is kept.
    """
    require(may_edit_school(by, year.school))
    known = {row.name.casefold(): row for row in BellSchedule.objects.filter(year=year)}
    kept = [_keep(year, each, known.get(each.name.strip().casefold())) for each in day_types]
    days = fill_calendar(year)
    note(year=year.pk, schedules=[row.pk for row in kept], days=days)
    tell("calendar.changed", year.school_id, by=by)
    return kept


@action("bells.remove")
def remove_bells(schedule: BellSchedule, *, by: Viewer) -> BellsChanged:
    """Take a day type away. Raises Problem while days of the calendar use it, or if it is the regular one."""
    require(may_edit_school(by, schedule.year.school))
    if schedule.is_regular:
        raise Problem(_("The regular day stays. Make another day type the regular one first."))
    days = CalendarDay.objects.filter(schedule=schedule).count()
    if days:
        text = ngettext(
            "%(days)s day of the calendar is a %(name)s day. Give it another type first.",
            "%(days)s days of the calendar are %(name)s days. Give them another type first.",
            days,
        )
        raise Problem(text % {"days": days, "name": schedule.name})
    before, year = state_of(schedule), schedule.year
    note(year=year.pk, schedule=schedule.pk)
    schedule.delete()
    return BellsChanged(schedule, undo.pack(f"bells:{year.pk}", [None, before], None))


@action("bells.undo")
def undo_bells(year: SchoolYear, token: str, *, by: Viewer) -> None:
    """Put a day type back as it stood. Raises Problem if it changed since, or days use it by now."""
    require(may_edit_school(by, year.school))
    (pk, before), digest = undo.unpack(f"bells:{year.pk}", token)
    now = BellSchedule.objects.filter(year=year, pk=pk).first() if pk else None
    undo.check_unchanged(state_of(now) if now else None, digest)
    if before is None:
        if now and CalendarDay.objects.filter(schedule=now).exists():
            raise Problem(_("Days of the calendar use this day type by now, so it stays."))
        if now:
            now.delete()
        return
    name, is_regular, slots = before
    rows = tuple(
        Slot(label, time.fromisoformat(starts), time.fromisoformat(ends), kind)
        for label, starts, ends, kind in slots
    )
    _keep(year, DayType(name, rows, is_regular), now)
    note(year=year.pk)
    tell("calendar.changed", year.school_id, by=by)


def state_of(schedule: BellSchedule) -> list[Any]:
    """A day type as plain values, to compare and to put back."""
    slots = [
        [slot.label, slot.starts_at.isoformat(), slot.ends_at.isoformat(), slot.kind]
        for slot in BellSlot.objects.filter(schedule=schedule).order_by("label")
    ]
    return [schedule.name, schedule.is_regular, slots]


def _keep(year: SchoolYear, day_type: DayType, schedule: BellSchedule | None) -> BellSchedule:
    name = day_type.name.strip()
    check_slots(name, day_type.slots)
    same = BellSchedule.objects.filter(year=year, name__iexact=name)
    if same.exclude(pk=schedule.pk if schedule else 0).exists():
        raise Problem(_("There is a day type called %(name)s already.") % {"name": name})
    others = BellSchedule.objects.filter(year=year, is_regular=True)
    others = others.exclude(pk=schedule.pk) if schedule else others
    is_regular = day_type.is_regular or not others.exists()
    if is_regular:
        others.update(is_regular=False)
    if schedule is None:
        schedule = BellSchedule(year=year)
    schedule.name, schedule.is_regular = name, is_regular
    schedule.save()
    BellSlot.objects.filter(schedule=schedule).delete()
    BellSlot.objects.bulk_create(
        BellSlot(
            schedule=schedule,
            label=slot.label.strip(),
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            kind=slot.kind,
        )
        for slot in day_type.slots
    )
    return schedule


def check_slots(name: str, slots: Sequence[Slot]) -> None:
    """Raises Problem with the first thing that does not fit."""
    if not name or len(name) > 60:
        raise Problem(_("Give the day type a name of at most 60 letters, such as Regular."))
    if not any(slot.kind in {BellSlot.Kind.CLASS, BellSlot.Kind.LUNCH} for slot in slots):
        raise Problem(_("%(name)s needs at least one class or lunch.") % {"name": name})
    seen: set[str] = set()
    for slot in slots:
        label = slot.label.strip()
        if not label or len(label) > 40:
            raise Problem(_("Every row needs a name of at most 40 letters, such as 1 or Lunch A."))
        if label.casefold() in seen:
            raise Problem(
                _("%(label)s is there twice in %(name)s.") % {"label": label, "name": name}
            )
        seen.add(label.casefold())
        if slot.ends_at <= slot.starts_at:
            raise Problem(_("%(label)s ends before it begins.") % {"label": label})
        if slot.kind not in BellSlot.Kind.values:
            raise Problem(_("%(label)s is a class, a lunch or other time.") % {"label": label})
