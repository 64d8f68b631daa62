"""What a comparison has found, and what comparing any table has in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kithwork.apps.foundation.fault import Fault, fault_of
from kithwork.apps.people.roster.held import Held, Row
from kithwork.apps.people.roster.places import Choices, Place, Places
from kithwork.apps.people.roster.rows import BULK, At, Roster
from kithwork.apps.people.roster.sentences import SENTENCES
from kithwork.apps.schools.actions.roster import TermsTaken

ADDED, CHANGED, LEAVING = "added", "changed", "leaving"
TABLES = (
    "schools", "terms", "sections", "students", "staff", "guardians", "guardianships",
    "enrolments", "teachings",
)  # fmt: skip
KINDS = ("read", ADDED, CHANGED, LEAVING, "unchanged", "refused", "left_out")
# Where the readers count what they refused, in the words of the report.
REFUSED_IN = {"orgs": "schools", "users": "students", "roles": "students", "rows": "students"}


@dataclass(slots=True)
class Change:
    """One row that would be different. ``row`` is the file's; ``pk`` is ours, when we hold it."""

    table: str
    kind: str
    place: Place
    row: Any
    pk: int | None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    label: str = ""

    @property
    def at(self) -> At:
        return self.row.at if self.row is not None else At("", 0)


@dataclass(slots=True)
class Comparison:
    """Everything an import would do, and the counts and faults that a person reads first."""

    roster: Roster
    places: Places
    held: dict[str, Held]
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    terms: dict[str, TermsTaken] = field(default_factory=dict)
    # org id -> row source id -> our id, for rows we hold already
    known: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    def of(self, table: str, kind: str) -> list[Change]:
        return [c for c in self.changes if c.table == table and c.kind == kind]

    def known_pks(self, table: str) -> set[int]:
        return {pk for ids in self.known.values() for (name, _), pk in ids.items() if name == table}

    @property
    def is_empty(self) -> bool:
        return not self.changes

    @property
    def leaving_students(self) -> int:
        return self.counts["students"][LEAVING]

    @property
    def held_students(self) -> int:
        return sum(
            row.closed_on is None for held in self.held.values() for row in held.students.values()
        )


class Comparing:
    """One comparison under way: its notes, and the rules that hold for every table with an id."""

    def __init__(self, found: Comparison, choices: Choices, on: date) -> None:
        self.found, self.roster, self.choices, self.on = found, found.roster, choices, on
        self.places, self.held = found.places, found.held
        self.notices: Counter[str] = Counter()
        self.home: dict[str, Place] = {}  # student id -> school
        self.section_home: dict[str, Place] = {}
        self.staff_homes: dict[str, list[Place]] = {}
        self.student_ids = {row.source_id for row in self.roster.students}

    # -- bookkeeping ----------------------------------------------------------------

    def count(self, table: str, kind: str, times: int = 1) -> None:
        self.found.counts[table][kind] += times

    def change(self, table: str, kind: str, place: Place, row: Any, **more: Any) -> None:
        self.count(table, kind)
        self.found.changes.append(Change(table, kind, place, row, more.pop("pk", None), **more))

    def fault(self, code: str, at: At, column: str = "", **words: object) -> None:
        fault = fault_of(SENTENCES, code, file=at.file, line=at.line, column=column, **words)
        self.found.faults.append(fault)

    def know(self, place: Place, table: str, source_id: str, pk: int) -> None:
        self.found.known[place.key][table, source_id] = pk

    def pk_of(self, place: Place, table: str, source_id: str) -> int | None:
        return self.found.known[place.key].get((table, source_id))

    def is_stale(self, table: str, place: Place, pk: int, row: Any) -> bool:
        held = self.held[place.key].stamps.get((table, pk))
        if held is None or row.changed_at is None or row.changed_at >= held:
            return False
        self.notices["stale"] += 1
        return True

    # -- what is common to rows with an id --------------------------------------------

    def _differ(
        self,
        table: str,
        place: Place,
        row: Any,
        known: Row | bool | None,
        wanted: dict[str, Any],
        label: str,
    ) -> None:
        """Added, changed or unchanged. What the file leaves empty is not taken away."""
        if not isinstance(known, Row):
            self.change(table, ADDED, place, row, label=label, after=wanted)
            return
        self.know(place, table, row.source_id, known.pk)
        if self.is_stale(table, place, known.pk, row):
            self.count(table, "unchanged")
            return
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, value in wanted.items():
            had = known.fields.get(name)
            if value != had and (value or value is False):
                before[name], after[name] = had, value
        if known.closed_on is not None:
            before["closed_on"], after["closed_on"] = known.closed_on, None
        if "source_id" in known.fields and self.roster.layout != "sheet":
            before |= {name: known.fields[name] for name in ("source", "source_id")}
            after |= {"source": self.roster.source, "source_id": row.source_id}
        if after:
            self.change(
                table, CHANGED, place, row, pk=known.pk, before=before, after=after, label=label
            )
        else:
            self.count(table, "unchanged")

    def _leave(self, table: str, place: Place, source_id: str, row: Any) -> None:
        known = getattr(self.held[place.key], table).get(source_id)
        if known is None:
            self.count(table, "unchanged")
            return
        self.know(place, table, source_id, known.pk)
        if known.closed_on is not None or self.is_stale(table, place, known.pk, row):
            self.count(table, "unchanged")
            return
        self._close(table, place, known.pk, row, label_of(known))

    def _close(self, table: str, place: Place, pk: int, row: Any, label: str) -> None:
        self.change(
            table, LEAVING, place, row, pk=pk, label=label,
            before={"closed_on": None}, after={"closed_on": self.on},
        )  # fmt: skip

    def _missing(self, table: str, seen: dict[str, set[str]]) -> None:
        """In a full file, whoever is held, open and not named has left."""
        if self.roster.mode_of(table) != BULK:
            return
        taken = {
            c.pk for c in self.found.changes if c.table == table and c.kind == CHANGED
        } | self.found.known_pks(table)
        for key, held in self.held.items():
            for source_id, row in getattr(held, table).items():
                if row.closed_on is not None or source_id in seen[key] or row.pk in taken:
                    continue
                if source_id in self.roster.refused_ids:
                    continue
                self._close(table, self.places.by_org[key], row.pk, None, label_of(row))

    def _homes_of_held(self, table: str, homes: dict[str, Place]) -> None:
        """Beside a file of changes, or none, what is held is known by its id too."""
        if self.roster.mode_of(table) == BULK:
            return
        for key, held in self.held.items():
            for source_id, row in getattr(held, table).items():
                homes.setdefault(source_id, self.places.by_org[key])
                self.found.known[key].setdefault((table, source_id), row.pk)


def label_of(row: Row) -> str:
    fields = row.fields
    if "title" in fields and "room" in fields:
        return str(fields["title"])
    return f"{fields.get('first_name', '')} {fields.get('last_name', '')}".strip()
