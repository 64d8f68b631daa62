"""What a roster import does to schools, years and terms, inside its one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.models import School, SchoolYear, Term
from kithwork.apps.schools.policies import may_edit_school, may_make_school
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class RosterTerm:
    """A term as a roster names it. Without dates it can only be found, not made."""

    source_id: str
    name: str
    starts_on: date | None
    ends_on: date | None
    is_year: bool = False


@dataclass(slots=True)
class TermsTaken:
    """Which term each of the roster's is now, and what had to be made or changed for it."""

    ids: dict[str, int] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    changed: list[tuple[int, dict[str, str], dict[str, str]]] = field(default_factory=list)
    added_years: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@action("school.add_from_roster")
def add_sister_school(beside: School, *, name: str, source_id: str, by: Viewer) -> School:
    """Another school of the same district, as the district's own file names it."""
    require(may_make_school(by))
    return School.objects.create(
        district_id=beside.district_id,
        name=name,
        source_id=source_id,
        timezone=beside.timezone,
        is_demo=beside.is_demo,
    )


@action("school.link_to_roster")
def link_school(school: School, source_id: str, *, by: Viewer) -> School:
    """Remember what the roster calls this school, so that the next file finds it by itself."""
    require(may_edit_school(by, school))
    school.source_id = source_id
    school.save(update_fields=["source_id"])
    return school


@action("school.take_terms")
def take_terms(
    school: School, rows: Sequence[RosterTerm], *, on: date, write: bool = True, by: Viewer
) -> TermsTaken:
    """Find or make the terms a roster speaks of; a year is made only where none covers the dates.

    With ``write`` off nothing is touched: what would be made gets no id.
    """
    require(may_edit_school(by, school))
    taken = match_terms(school, rows, on=on, write=write)
    note(added=len(taken.added), changed=len(taken.changed))
    return taken


def match_terms(school: School, rows: Iterable[RosterTerm], *, on: date, write: bool) -> TermsTaken:
    taken = TermsTaken()
    held = list(Term.objects.filter(year__school=school).select_related("year"))
    by_source = {term.source_id: term for term in held if term.source_id}
    years = list(school.years.all())
    for row in rows:
        term = by_source.get(row.source_id) or _of_this_name(held, row, on)
        if term is not None:
            _update(term, row, taken, write=write)
        elif row.starts_on is None or row.ends_on is None:
            taken.unknown.append(row.source_id)
        else:
            _add(school, years, row, taken, write=write)
    return taken


def _of_this_name(held: list[Term], row: RosterTerm, on: date) -> Term | None:
    """A term typed by hand under the same name, of the year the roster means."""
    day = row.starts_on or on
    for term in held:
        same = term.name.casefold() == row.name.casefold()
        if same and not term.source_id and term.year.starts_on <= day <= term.year.ends_on:
            return term
        same_dates = (term.starts_on, term.ends_on) == (row.starts_on, row.ends_on)
        if same_dates and not term.source_id:
            return term
    return None


def _update(term: Term, row: RosterTerm, taken: TermsTaken, *, write: bool) -> None:
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    wanted = {"source_id": row.source_id}
    if term.source_id == row.source_id:
        wanted |= {"starts_on": row.starts_on, "ends_on": row.ends_on}
    for name, value in wanted.items():
        if value and getattr(term, name) != value:
            before[name], after[name] = str(getattr(term, name)), str(value)
            setattr(term, name, value)
    taken.ids[row.source_id] = term.pk
    if before:
        taken.changed.append((term.pk, before, after))
        if write:
            term.save(update_fields=list(before))


def _add(
    school: School, years: list[SchoolYear], row: RosterTerm, taken: TermsTaken, *, write: bool
) -> None:
    if not write:
        taken.added.append(0)
        return
    year = next((y for y in years if y.starts_on <= row.starts_on <= y.ends_on), None)
    if year is None:
        year = _year_for(school, years, row)
        years.append(year)
        taken.added_years.append(year.pk)
    names = {term.name for term in year.terms.all()}
    name = row.name[:60]
    if name in names:
        name = f"{row.name[:40]} ({row.source_id[:15]})"
    term = Term.objects.create(
        year=year,
        name=name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        source_id=row.source_id,
    )
    taken.ids[row.source_id] = term.pk
    taken.added.append(term.pk)


def _year_for(school: School, years: list[SchoolYear], row: RosterTerm) -> SchoolYear:
    """From 1 August to 31 July around the term, trimmed where another year stands already."""
    first = row.starts_on.year if row.starts_on.month >= 7 else row.starts_on.year - 1
    starts_on, ends_on = date(first, 8, 1), date(first + 1, 7, 31)
    if row.is_year or (row.ends_on - row.starts_on).days > 250:
        starts_on, ends_on = row.starts_on, row.ends_on
    starts_on, ends_on = min(starts_on, row.starts_on), max(ends_on, row.ends_on)
    for year in years:
        if year.ends_on < row.starts_on:
            starts_on = max(starts_on, year.ends_on + timedelta(days=1))
        elif year.starts_on > row.ends_on:
            ends_on = min(ends_on, year.starts_on - timedelta(days=1))
    name = f"{starts_on.year}-{(starts_on.year + 1) % 100:02d}"
    while any(year.name == name for year in years):
        name += "+"
    return SchoolYear.objects.create(
        school=school, name=name, starts_on=starts_on, ends_on=max(ends_on, row.ends_on)
    )


@action("school.give_back_terms")
def give_back_terms(
    school: School,
    *,
    added: Sequence[int],
    changed: Sequence[tuple[int, dict[str, str], dict[str, str]]],
    added_years: Sequence[int],
    by: Viewer,
) -> School:
    """Undo `take_terms`, as long as nothing else hangs on what it made."""
    require(may_edit_school(by, school))
    mine = Term.objects.filter(year__school=school)
    mine.filter(pk__in=added, sections__isnull=True).delete()
    for pk, before, _after in changed:
        mine.filter(pk=pk).update(**before)
    for year in SchoolYear.objects.filter(school=school, pk__in=added_years):
        untouched = not year.days.exists() and not year.bell_schedules.exists()
        if untouched and not year.terms.exists():
            year.delete()
    return school


@action("school.drop_from_roster")
def drop_sister_school(school: School, *, by: Viewer) -> None:
    """Take back a school that an import made and nobody has used.

    Raises Problem when anything hangs on it.
    """
    require(may_make_school(by))
    for relation in school._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: school})
        if relation.related_model._meta.label_lower != "trail.trailentry" and rows.exists():
            raise Problem(_("%(school)s is in use, so it stays.") % {"school": school.name})
    note(school=school.pk)
    school.delete()
