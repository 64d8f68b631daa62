"""Comparing classes: sections, who learns and who teaches in them, and who looks after whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kithwork.apps.people.roster.comparison import ADDED, CHANGED, LEAVING, Comparing
from kithwork.apps.people.roster.held import Held, Stint
from kithwork.apps.people.roster.places import Place
from kithwork.apps.people.roster.rows import (
    BULK,
    EnrolmentRow,
    GuardianshipRow,
    SectionRow,
    TeachingRow,
)


class ComparingClasses(Comparing):
    """The part of a comparison about classes and links."""

    def sections(self) -> None:
        self.count("sections", "read", len(self.roster.sections))
        seen: dict[str, set[str]] = {key: set() for key in self.held}
        for row in self.roster.sections:
            place = self.places.of((row.school_id,))
            if place is None:
                self.count("sections", "left_out")
                continue
            seen[place.key].add(row.source_id)
            self.section_home[row.source_id] = place
            if row.gone:
                self._leave("sections", place, row.source_id, row)
            else:
                self._section(place, row)
        self._missing("sections", seen)
        self._homes_of_held("sections", self.section_home)

    def _section(self, place: Place, row: SectionRow) -> None:
        held = self.held[place.key]
        known = held.sections.get(row.source_id)
        wanted: dict[str, Any] = {
            "title": row.title[:160], "code": row.code[:60], "subject": row.subject[:80],
            "room": row.room[:60], "periods_text": ", ".join(row.periods)[:200],
            "is_homeroom": row.is_homeroom,
        }  # fmt: skip
        if known is not None and row.term_ids:
            taken = self.found.terms[place.key]
            ids = [taken.ids.get(term) for term in row.term_ids if term not in taken.unknown]
            had = sorted(held.section_terms.get(known.pk, ()))
            if None in ids or sorted(i for i in ids if i) != had:
                known.fields["terms"] = had
                wanted["terms"] = list(row.term_ids)
        self._differ("sections", place, row, known, wanted, row.title)

    def guardianships(self) -> None:
        self.count("guardianships", "read", len(self.roster.guardianships))
        seen: dict[str, set[tuple[int, int]]] = {key: set() for key in self.held}
        for row in self.roster.guardianships:
            place = self.home.get(row.student_id)
            if place is None:
                self.count("guardianships", "left_out")
                continue
            self._guardianship(place, row, seen[place.key])
        if self.roster.mode_of("guardianships") == BULK:
            for key, held in self.held.items():
                for pair, (pk, _, closed) in held.guardianships.items():
                    if closed is None and pair not in seen[key]:
                        self._close("guardianships", self.places.by_org[key], pk, None, "")

    def _guardianship(self, place: Place, row: GuardianshipRow, seen: set[tuple[int, int]]) -> None:
        guardian = self.pk_of(place, "guardians", row.guardian_id)
        student = self.pk_of(place, "students", row.student_id)
        label = f"{row.guardian_id} · {row.student_id}"
        held = None
        if guardian and student:
            seen.add((guardian, student))
            held = self.held[place.key].guardianships.get((guardian, student))
        if held is None:
            if not row.gone:
                self.change("guardianships", ADDED, place, row, label=label)
            return
        pk, relationship, closed = held
        if row.gone:
            if closed is None:
                self._close("guardianships", place, pk, row, label)
        elif closed is not None or (row.relationship and row.relationship != relationship):
            self.change(
                "guardianships", CHANGED, place, row, pk=pk, label=label,
                before={"relationship": relationship, "closed_on": closed},
                after={"relationship": row.relationship or relationship, "closed_on": None},
            )  # fmt: skip
        else:
            self.count("guardianships", "unchanged")

    def enrolments(self) -> None:
        self._stints("enrolments", self.roster.enrolments, "students", lambda row: row.student_id)

    def teachings(self) -> None:
        self._stints("teachings", self.roster.teachings, "staff", lambda row: row.staff_id)

    def _stints(
        self, table: str, rows: list[Any], people: str, person_of: Callable[[Any], str]
    ) -> None:
        self.count(table, "read", len(rows))
        seen: dict[str, set[int]] = {key: set() for key in self.held}
        pairs: set[tuple[str, str]] = set()
        for row in rows:
            place = self._place_of_stint(table, row, person_of(row))
            if place is None:
                continue
            pair = (row.section_id, person_of(row))
            if pair in pairs:
                self.count(table, "unchanged")
                continue
            pairs.add(pair)
            self._stint(table, people, place, row, person_of(row), seen[place.key])
        if self.roster.mode_of(table) == BULK:
            self._missing_stints(table, seen)
        self._end_with_leavers(table, people, seen)

    def _place_of_stint(
        self, table: str, row: EnrolmentRow | TeachingRow, person: str
    ) -> Place | None:
        place = self.section_home.get(row.section_id)
        if place is None:
            if row.gone or self.places.left_out or self.roster.mode_of("sections") == BULK:
                self.count(table, "left_out")
            else:
                self.fault("unknown-here", row.at, value=row.section_id)
                self.count(table, "refused")
            return None
        if table == "teachings":
            homes = self.staff_homes.get(person)
            here = self.pk_of(place, "staff", person) or (homes is None or place in homes)
            if here:
                return place
        elif self.home.get(person) is place:
            return place
        elif self.home.get(person) is not None:
            self.notices["other-schools-student"] += 1
            self.count(table, "left_out")
            return None
        if (
            row.gone
            or person in self.roster.refused_ids
            or self.places.left_out
            or table == "teachings"
        ):
            self.count(table, "left_out")
        else:
            self.fault("unknown-here", row.at, value=person)
            self.count(table, "refused")
        return None

    def _stint(
        self, table: str, people: str, place: Place, row: Any, person: str, seen: set[int]
    ) -> None:
        section = self.pk_of(place, "sections", row.section_id)
        who = self.pk_of(place, people, person)
        stints = []
        if section and who:
            stints = getattr(self.held[place.key], table).get((section, who), [])
        held = _best(stints, row, self.on)
        if held is None:
            if row.gone:
                self.count(table, "unchanged")
            else:
                self.change(table, ADDED, place, row)
            return
        seen.add(held.pk)
        if self.is_stale(table, place, held.pk, row):
            self.count(table, "unchanged")
        elif row.gone:
            self._end(table, place, held, row)
        else:
            self._stint_differs(table, place, held, row)

    def _stint_differs(self, table: str, place: Place, held: Stint, row: Any) -> None:
        wanted = {"begins_on": row.begins_on or held.begins_on, "ends_on": row.ends_on}
        had = {"begins_on": held.begins_on, "ends_on": held.ends_on}
        if table == "teachings":
            wanted["is_primary"], had["is_primary"] = row.is_primary, held.is_primary
        if wanted == had:
            self.count(table, "unchanged")
            return
        before = {name: had[name] for name in wanted if wanted[name] != had[name]}
        after = {name: wanted[name] for name in before}
        self.change(table, CHANGED, place, row, pk=held.pk, before=before, after=after)

    def _missing_stints(self, table: str, seen: dict[str, set[int]]) -> None:
        refused = self.roster.refused_ids
        for key, held in self.held.items():
            place = self.places.by_org[key]
            for stints in getattr(held, table).values():
                for stint in stints:
                    if stint.pk in seen[key] or not stint.source_id or not self._runs(stint):
                        continue
                    if refused and not self._is_surely_gone(held, table, stint):
                        continue
                    self._end(table, place, stint, None)
                    seen[key].add(stint.pk)

    def _is_surely_gone(self, held: Held, table: str, stint: Stint) -> bool:
        """Not when a refused row may have been about this one."""
        people = "students" if table == "enrolments" else "staff"
        person = held.source_id_of(people, stint.person)
        section = held.source_id_of("sections", stint.section)
        refused = self.roster.refused_ids
        about = {person, section, f"{section}|{person}", stint.source_id}
        return not (about & refused)

    def _runs(self, stint: Stint) -> bool:
        return stint.ends_on is None or stint.ends_on > self.on

    def _end(self, table: str, place: Place, held: Stint, row: Any) -> None:
        if not self._runs(held):
            self.count(table, "unchanged")
            return
        self.change(
            table, LEAVING, place, row, pk=held.pk,
            before={"ends_on": held.ends_on}, after={"ends_on": self.on},
        )  # fmt: skip

    def _end_with_leavers(self, table: str, people: str, seen: dict[str, set[int]]) -> None:
        """Whoever leaves, and whatever closes, ends its classes too."""
        gone_people = {c.pk for c in self.found.changes if c.table == people and c.kind == LEAVING}
        gone_sections = {
            c.pk for c in self.found.changes if c.table == "sections" and c.kind == LEAVING
        }
        if not gone_people and not gone_sections:
            return
        ended = {c.pk for c in self.found.changes if c.table == table and c.kind == LEAVING}
        for key, held in self.held.items():
            for (section, person), stints in getattr(held, table).items():
                if person not in gone_people and section not in gone_sections:
                    continue
                for stint in stints:
                    if stint.pk not in ended and self._runs(stint):
                        self._end(table, self.places.by_org[key], stint, None)


def _best(stints: list[Stint], row: Any, on: date) -> Stint | None:
    """The held stint the row speaks of: the same dates, else the one that still runs."""
    for stint in stints:
        if (stint.begins_on, stint.ends_on) == (row.begins_on, row.ends_on):
            return stint
    for stint in stints:
        if stint.ends_on is None or stint.ends_on >= on:
            return stint
    return None
