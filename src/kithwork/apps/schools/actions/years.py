"""School years and their terms, and copying a year into the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.actions.rotation import (
    fill_calendar,
    lay_rotation,
    regular_schedule,
    weekdays_between,
)
from kithwork.apps.schools.models import (
    BellSchedule,
    BellSlot,
    CalendarDay,
    School,
    SchoolYear,
    Term,
)
from kithwork.apps.schools.policies import may_edit_school
from kithwork.apps.trail.actions import action, note

LONGEST_YEAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as a form gives it; ``pk`` None is a new one."""

    name: str
    starts_on: date
    ends_on: date
    pk: int | None = None


@action("year.add")
def add_year(
    school: School, *, name: str, starts_on: date, ends_on: date, by: Viewer
) -> SchoolYear:
    """Begin a school year with one term of the same length.

    Raises Refused if `by` may not, Problem when name or dates do not fit.
    """
    require(may_edit_school(by, school))
    _check_year(school, None, name, starts_on, ends_on)
    year = SchoolYear.objects.create(
        school=school, name=name.strip(), starts_on=starts_on, ends_on=ends_on
    )
    Term.objects.create(year=year, name=_("Whole year"), starts_on=starts_on, ends_on=ends_on)
    return year


@action("year.change")
def change_year(
    year: SchoolYear,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    terms: Sequence[TermRow],
    by: Viewer,
) -> SchoolYear:
    """Keep a year's name, dates and terms; a term left out is removed. The calendar follows the dates.

    Raises Refused if `by` may not, Problem when dates do not fit or a removed term is in use.
    """
    require(may_edit_school(by, year.school))
    _check_year(year.school, year, name, starts_on, ends_on)
    _check_terms(terms, starts_on, ends_on)
    year.name, year.starts_on, year.ends_on = name.strip(), starts_on, ends_on
    year.save()
    _put_terms(year, terms)
    note(days_added=fill_calendar(year))
    return year


@action("year.remove")
def remove_year(year: SchoolYear, *, by: Viewer) -> None:
    """Take away a year that nothing hangs on yet. Raises Problem when a class runs in one of its terms."""
    require(may_edit_school(by, year.school))
    for term in year.terms.all():
        if is_used(term):
            raise Problem(_("Classes run in %(term)s, so this year stays.") % {"term": term.name})
    note(year=year.pk)
    CalendarDay.objects.filter(year=year).delete()
    year.delete()


@action("year.copy")
def copy_year(
    year: SchoolYear, *, name: str, starts_on: date, ends_on: date, by: Viewer
) -> SchoolYear:
    """Begin another year like this one: its bells, terms and calendar pattern, with new dates.

    Days without school and special day types move by whole weeks, so a Monday stays a
    Monday; the rotation begins anew. Raises Refused or Problem as `add_year`.
    """
    require(may_edit_school(by, year.school))
    _check_year(year.school, None, name, starts_on, ends_on)
    new = SchoolYear.objects.create(
        school=year.school, name=name.strip(), starts_on=starts_on, ends_on=ends_on
    )
    shift = timedelta(weeks=round((starts_on - year.starts_on).days / 7))
    _copy_terms(year, new, shift)
    schedules = _copy_bells(year, new)
    note(source=year.pk, days=_copy_calendar(year, new, schedules, shift))
    return new


def is_used(row: models.Model) -> bool:
    """Does anything, in whatever room, point at this row?"""
    for relation in row._meta.related_objects:
        name = relation.get_accessor_name()
        manager = getattr(row, name, None) if name else None
        if manager is not None and hasattr(manager, "exists") and manager.exists():
            return True
    return False


def _check_year(
    school: School, year: SchoolYear | None, name: str, starts_on: date, ends_on: date
) -> None:
    if not name.strip() or len(name.strip()) > 40:
        raise Problem(_("Give the year a name of at most 40 letters, such as 2026-27."))
    if ends_on <= starts_on:
        raise Problem(_("The year ends before it begins."))
    if ends_on - starts_on > LONGEST_YEAR:
        raise Problem(_("A school year is at most 400 days long. Look at the dates again."))
    others = SchoolYear.objects.filter(school=school).exclude(pk=year.pk if year else 0)
    for other in others:
        if other.name.casefold() == name.strip().casefold():
            raise Problem(_("There is a year called %(name)s already.") % {"name": other.name})
        if starts_on <= other.ends_on and other.starts_on <= ends_on:
            raise Problem(
                _("These dates overlap with %(name)s, which runs from %(first)s to %(last)s.")
                % {"name": other.name, "first": other.starts_on, "last": other.ends_on}
            )


def _check_terms(terms: Sequence[TermRow], starts_on: date, ends_on: date) -> None:
    seen: set[str] = set()
    for term in terms:
        if not term.name.strip() or len(term.name.strip()) > 60:
            raise Problem(_("Every term needs a name of at most 60 letters."))
        if term.name.strip().casefold() in seen:
            raise Problem(_("Two terms are called %(name)s.") % {"name": term.name})
        seen.add(term.name.strip().casefold())
        if term.ends_on < term.starts_on:
            raise Problem(_("%(name)s ends before it begins.") % {"name": term.name})
        if term.starts_on < starts_on or term.ends_on > ends_on:
            raise Problem(_("%(name)s lies outside the year.") % {"name": term.name})


def _put_terms(year: SchoolYear, rows: Sequence[TermRow]) -> None:
    held = {term.pk: term for term in year.terms.all()}
    kept = {row.pk for row in rows if row.pk}
    for pk, term in held.items():
        if pk not in kept:
            if is_used(term):
                raise Problem(
                    _("Classes run in %(term)s, so it stays. Change its dates instead.")
                    % {"term": term.name}
                )
            term.delete()
    # Names may change places, so the old ones step aside first.
    for pk in kept & set(held):
        Term.objects.filter(pk=pk).update(name=f"- {pk}")
    for row in rows:
        term = held.get(row.pk or 0) or Term(year=year)
        term.name, term.starts_on, term.ends_on = row.name.strip(), row.starts_on, row.ends_on
        term.save()


def _copy_terms(year: SchoolYear, new: SchoolYear, shift: timedelta) -> None:
    last = len(terms := list(year.terms.all())) - 1
    for place, term in enumerate(terms):
        starts = new.starts_on if place == 0 else term.starts_on + shift
        ends = new.ends_on if place == last else term.ends_on + shift
        starts, ends = max(starts, new.starts_on), min(ends, new.ends_on)
        if starts <= ends:
            Term.objects.create(year=new, name=term.name, starts_on=starts, ends_on=ends)


def _copy_bells(year: SchoolYear, new: SchoolYear) -> dict[int, BellSchedule]:
    copies = {}
    for schedule in BellSchedule.objects.filter(year=year):
        copy = BellSchedule.objects.create(
            year=new, name=schedule.name, is_regular=schedule.is_regular
        )
        BellSlot.objects.bulk_create(
            BellSlot(
                schedule=copy,
                label=slot.label,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                kind=slot.kind,
            )
            for slot in schedule.slots.all()
        )
        copies[schedule.pk] = copy
    return copies


def _copy_calendar(
    year: SchoolYear, new: SchoolYear, schedules: dict[int, BellSchedule], shift: timedelta
) -> int:
    regular = regular_schedule(new)
    if regular is None:
        return 0
    old = {day.on + shift: day for day in CalendarDay.objects.filter(year=year)}
    days = []
    for on in weekdays_between(new.starts_on, new.ends_on):
        like = old.get(on)
        if like is not None and not like.is_open:
            days.append(CalendarDay(year=new, on=on, is_open=False, note=like.note))
            continue
        special = schedules.get(like.schedule_id or 0, regular) if like else regular
        text = like.note if like and special is not regular else ""
        days.append(CalendarDay(year=new, on=on, schedule=special, cycle_day="-", note=text))
    lay_rotation(year.school, days, None)
    CalendarDay.objects.bulk_create(days)
    return len(days)
