"""The preview: what a roster would add, change and close, without touching anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from kithwork.apps.foundation.fault import Fault, Severity
from kithwork.apps.people.roster.compare_classes import ComparingClasses
from kithwork.apps.people.roster.compare_people import ComparingPeople
from kithwork.apps.people.roster.comparison import (
    ADDED,
    CHANGED,
    KINDS,
    REFUSED_IN,
    TABLES,
    Change,
    Comparison,
)
from kithwork.apps.people.roster.held import Held
from kithwork.apps.people.roster.places import Choices, Place, find_places
from kithwork.apps.people.roster.rows import At, Roster
from kithwork.apps.schools.actions.roster import RosterTerm, TermsTaken, match_terms
from kithwork.apps.schools.models import School

Progress = Callable[[str, int], None]


def compare(
    roster: Roster,
    school: School,
    choices: Choices,
    *,
    on: date,
    progress: Progress = lambda said, percent: None,
) -> Comparison:
    """What this roster would change at this school, and at the others it names.

    Raises FileRefused when the file cannot be placed.
    """
    if choices.this_year:
        roster = without_terms(roster)
    places = find_places(roster, school, choices)
    held = {}
    for key, place in places.by_org.items():
        progress("reading what is held", 0)
        held[key] = Held(place.school, roster.source)
    found = Comparison(roster, places, held)
    found.counts = {table: dict.fromkeys(KINDS, 0) for table in TABLES}
    found.known = {key: {} for key in held}
    work = _Everything(found, choices, on)
    work.schools(school)
    work.term_rows(on)
    for step, percent in (
        (work.students, 20), (work.staff, 35), (work.guardians, 40), (work.sections, 50),
        (work.guardianships, 60), (work.enrolments, 70), (work.teachings, 95),
    ):  # fmt: skip
        progress("comparing", percent)
        step()
    work.finish()
    return found


class _Everything(ComparingPeople, ComparingClasses):
    """All tables, each after those it points at."""

    def schools(self, school: School) -> None:
        counts = self.found.counts["schools"]
        counts["read"] = len(self.roster.schools)
        counts["left_out"] = len(self.places.left_out)
        for place in self.places.by_org.values():
            if place.school is None:
                self.change("schools", ADDED, place, place.org, label=place.org.name)
            elif place.school.source_id != place.key and self.roster.layout != "sheet":
                self.change(
                    "schools", CHANGED, place, place.org, pk=place.school.pk,
                    before={"source_id": place.school.source_id},
                    after={"source_id": place.key}, label=place.school.name,
                )  # fmt: skip
            else:
                self.count("schools", "unchanged")

    def term_rows(self, on: date) -> None:
        ends = [row.ends_on for row in self.roster.terms if row.ends_on and not row.gone]
        if ends and max(ends) < on:
            self.fault("terms-over", At("", 0), value=max(ends).isoformat())
        counts = self.found.counts["terms"]
        counts["read"] = len(self.roster.terms)
        at_of = {row.source_id: row for row in self.roster.terms}
        for key, place in self.places.by_org.items():
            rows = terms_of(self.roster, place)
            if place.school is None:
                counts[ADDED] += len(rows)
                self.found.terms[key] = TermsTaken()
                continue
            taken = match_terms(place.school, rows, on=on, write=False)
            self.found.terms[key] = taken
            counts[ADDED] += len(taken.added)
            counts[CHANGED] += len(taken.changed)
            counts["unchanged"] += len(rows) - len(taken.added) - len(taken.changed)
            counts["unchanged"] -= len(taken.unknown)
            for source_id in taken.unknown:
                self.fault("unknown-term", at_of[source_id].at, value=at_of[source_id].title)
            for row in rows:
                if row.source_id not in taken.ids and row.source_id not in taken.unknown:
                    change = Change("terms", ADDED, place, at_of[row.source_id], None)
                    change.label = row.name
                    self.found.changes.append(change)
            for pk, before, after in taken.changed:
                self.found.changes.append(
                    Change("terms", CHANGED, place, None, pk, before, after, str(pk))
                )

    def finish(self) -> None:
        self._tell_of_left_out()
        for table, times in self.roster.refused.items():
            name = REFUSED_IN.get(table, table)
            if name in self.found.counts:
                self.count(name, "refused", times)
        for code, times in self.notices.items():
            self.fault(code, At("", 0), count=times)

    def _tell_of_left_out(self) -> None:
        rows = sum(self.found.counts[t]["left_out"] for t in ("students", "sections", "staff"))
        if self.places.left_out and rows:
            self.fault("left-out", At("", 0), count=rows)


def all_faults(read: tuple[Fault, ...], found: Comparison) -> tuple[Fault, ...]:
    return (*read, *found.faults)


def refused_rows(faults: Iterable[Fault]) -> int:
    return sum(fault.severity is Severity.ROW for fault in faults)


def terms_of(roster: Roster, place: Place) -> list[RosterTerm]:
    """The terms one school needs: those its classes name, and those the file gives it."""
    named = {term for row in roster.sections if row.school_id == place.key for term in row.term_ids}
    return [
        RosterTerm(row.source_id, row.title, row.starts_on, row.ends_on, row.kind == "year")
        for row in sorted(roster.terms, key=lambda r: r.kind != "year")
        if not row.gone
        and (row.source_id in named or (row.kind == "term" and not row.school_ids))
        and (not row.school_ids or place.key in row.school_ids)
    ]


def without_terms(roster: Roster) -> Roster:
    """The same roster, its classes tied to no term: they run as long as they stay open."""
    sections = [replace(row, term_ids=()) for row in roster.sections]
    return replace(roster, terms=[], sections=sections)
