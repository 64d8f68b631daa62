"""Carrying out a comparison: every write of an import, inside the caller's one transaction."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import (
    Enrolment,
    Guardian,
    Guardianship,
    RosterChange,
    RosterImport,
    Section,
    SourceStamp,
    Staff,
    Student,
    Teaching,
)
from kithwork.apps.people.roster.compare import Progress, terms_of
from kithwork.apps.people.roster.comparison import ADDED, CHANGED, LEAVING, Change, Comparison
from kithwork.apps.people.roster.meetings import read_meetings
from kithwork.apps.schools.actions import roster as school_actions

BLOCK = 1000
MODELS: dict[str, type[models.Model]] = {
    "students": Student,
    "staff": Staff,
    "guardians": Guardian,
    "sections": Section,
    "guardianships": Guardianship,
    "enrolments": Enrolment,
    "teachings": Teaching,
}


class Writing:
    """One import being written, and what it did so far."""

    def __init__(
        self, found: Comparison, into: RosterImport, on: date, by: Viewer, progress: Progress
    ) -> None:
        self.found, self.into, self.on, self.by, self.progress = found, into, on, by, progress
        self.done: dict[str, list[list[Any]]] = defaultdict(list)
        self.order: list[str] = []
        self.by_table: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in found.changes:
            self.by_table[change.table, change.kind].append(change)

    def did(self, table: str, pk: int, before: Any, after: Any) -> None:
        if table not in self.order:
            self.order.append(table)
        self.done[table].append([pk, before, after])

    # -- schools and terms ----------------------------------------------------------

    def schools(self) -> None:
        beside = self.into.school
        for change in self.by_table["schools", ADDED]:
            change.place.school = school_actions.add_sister_school(
                beside, name=change.place.org.name, source_id=change.place.key, by=self.by
            )
            self.did("schools", change.place.school.pk, None, None)
        for change in self.by_table["schools", CHANGED]:
            school = change.place.school
            school_actions.link_school(school, change.place.key, by=self.by)
            self.did("schools", school.pk, change.before, change.after)

    def terms(self) -> None:
        for key, place in self.found.places.by_org.items():
            rows = terms_of(self.found.roster, place)
            if not rows:
                continue
            taken = school_actions.take_terms(place.school, rows, on=self.on, by=self.by)
            self.found.terms[key] = taken
            if taken.added or taken.changed or taken.added_years:
                self.did(
                    "terms",
                    place.school.pk,
                    None,
                    {"added": taken.added, "changed": taken.changed, "years": taken.added_years},
                )

    # -- rows with an id ------------------------------------------------------------

    def named(self, table: str) -> None:
        """Students, staff, guardians and sections: add, change, close; remember who is who."""
        self._add(table, [self._new(table, c) for c in self.by_table[table, ADDED]])
        for change, row in zip(self.by_table[table, ADDED], self._made, strict=True):
            self.found.known[change.place.key][table, change.row.source_id] = row.pk
        self._change(table, [*self.by_table[table, CHANGED], *self.by_table[table, LEAVING]])

    def _new(self, table: str, change: Change) -> models.Model:
        after = dict(change.after or {})
        after.pop("terms", None)
        row = MODELS[table](
            school=change.place.school,
            source=self.found.roster.source,
            source_id=change.row.source_id,
            **after,
        )
        if isinstance(row, Student):
            mark = zlib.crc32(f"{change.place.key}/{change.row.source_id}".encode())
            row.avatar_tint, row.avatar_shape = mark % 8 + 1, mark // 8 % 6 + 1
            row.opened_on = self.on
        return row

    def _add(self, table: str, rows: list[Any]) -> None:
        self._made = MODELS[table].objects.bulk_create(rows, batch_size=BLOCK) if rows else []
        for row in self._made:
            self.did(table, row.pk, None, None)

    def _change(self, table: str, changes: Iterable[Change]) -> None:
        """Equal changes in one statement, others one by one."""
        same: dict[str, list[int]] = defaultdict(list)
        values: dict[str, dict[str, Any]] = {}
        for change in changes:
            after = {k: v for k, v in (change.after or {}).items() if k != "terms"}
            key = json.dumps(after, cls=DjangoJSONEncoder, sort_keys=True)
            same[key].append(change.pk)
            values[key] = after
            self.did(table, change.pk, change.before, change.after)
        for key, pks in same.items():
            for i in range(0, len(pks) if values[key] else 0, BLOCK):
                MODELS[table].objects.filter(pk__in=pks[i : i + BLOCK]).update(**values[key])

    def section_terms(self) -> None:
        """Which terms each added or changed section runs in; after that, when it meets."""
        links, meet = [], defaultdict(list)
        through = Section.terms.through
        for kind in (ADDED, CHANGED):
            for change in self.by_table["sections", kind]:
                key = change.place.key
                pk = change.pk or self.found.known[key]["sections", change.row.source_id]
                if kind == ADDED or "periods_text" in (change.after or {}):
                    meet[change.place.school].append(pk)
                if kind == CHANGED and "terms" not in (change.after or {}):
                    continue
                through.objects.filter(section_id=pk).delete()
                ids = self.found.terms[key].ids
                terms = {ids[t] for t in change.row.term_ids if t in ids}
                links += [through(section_id=pk, term_id=term) for term in sorted(terms)]
        through.objects.bulk_create(links, batch_size=BLOCK)
        for school, pks in meet.items():
            read_meetings(school, pks)

    # -- rows between two others ------------------------------------------------------

    def links(self, table: str) -> None:
        added = self.by_table[table, ADDED]
        rows = [row for change in added if (row := self._link(table, change)) is not None]
        self._add(table, rows)
        self._change(table, [*self.by_table[table, CHANGED], *self.by_table[table, LEAVING]])

    def _link(self, table: str, change: Change) -> models.Model | None:
        known, row = self.found.known[change.place.key], change.row
        if table == "guardianships":
            guardian = known.get(("guardians", row.guardian_id))
            student = known.get(("students", row.student_id))
            if guardian is None or student is None:
                return None
            return Guardianship(
                guardian_id=guardian, student_id=student, relationship=row.relationship
            )
        section = known.get(("sections", row.section_id))
        dates = {"begins_on": row.begins_on, "ends_on": row.ends_on}
        if table == "enrolments":
            student = known.get(("students", row.student_id))
            if section is None or student is None:
                return None
            return Enrolment(
                section_id=section, student_id=student, source_id=row.source_id, **dates
            )
        staff = known.get(("staff", row.staff_id))
        if section is None or staff is None:
            return None
        return Teaching(
            section_id=section,
            staff_id=staff,
            source_id=row.source_id,
            is_primary=row.is_primary,
            **dates,
        )

    # -- what is kept of it -----------------------------------------------------------

    def keep(self) -> None:
        blocks, place = [], 0
        for table in self.order:
            rows = json.loads(json.dumps(self.done[table], cls=DjangoJSONEncoder))
            for i in range(0, len(rows), BLOCK):
                blocks.append(
                    RosterChange(
                        roster_import=self.into, place=place, table=table, rows=rows[i : i + BLOCK]
                    )
                )
                place += 1
        RosterChange.objects.bulk_create(blocks, batch_size=20)

    def stamps(self) -> None:
        """When the source last touched each row, where it says so."""
        rows: dict[tuple[str, int], SourceStamp] = {}
        for change in self.found.changes:
            stamp = getattr(change.row, "changed_at", None)
            if stamp is None or change.table not in MODELS:
                continue
            known = self.found.known[change.place.key]
            pk = change.pk or known.get((change.table, change.row.source_id))
            if pk is not None:
                rows[change.table, pk] = SourceStamp(
                    school=change.place.school, table=change.table, row_id=pk, changed_at=stamp
                )
        SourceStamp.objects.bulk_create(
            rows.values(),
            batch_size=BLOCK,
            update_conflicts=True,
            unique_fields=["table", "row_id"],
            update_fields=["changed_at"],
        )


def write(
    found: Comparison, into: RosterImport, *, on: date, by: Viewer, progress: Progress
) -> None:
    """Write everything the comparison found. Belongs inside one transaction."""
    work = Writing(found, into, on, by, progress)
    work.schools()
    work.terms()
    for percent, table in ((30, "students"), (40, "staff"), (43, "guardians"), (45, "sections")):
        progress(f"writing {table}", percent)
        work.named(table)
    work.section_terms()
    for percent, table in ((55, "guardianships"), (60, "enrolments"), (90, "teachings")):
        progress(f"writing {table}", percent)
        work.links(table)
    progress("keeping the report", 95)
    work.keep()
    work.stamps()
