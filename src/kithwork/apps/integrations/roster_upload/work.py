"""From a kept upload to a preview, and from a confirmed preview to the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.roster.layouts import SHEET, layout_of
from kithwork.apps.integrations.roster.read import RosterFile, read_roster
from kithwork.apps.integrations.roster_sheet.mapping import meanings_from
from kithwork.apps.integrations.roster_upload import quarantine
from kithwork.apps.people.actions import roster as actions
from kithwork.apps.people.roster.comparison import ADDED, CHANGED, LEAVING, Change, Comparison
from kithwork.apps.people.roster.guard import is_guarded
from kithwork.apps.people.roster.places import Choices
from kithwork.apps.people.roster.rows import Roster

Progress = Callable[[str, int], None]
# Files larger than this are read and applied in the background.
INLINE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class SchoolInFile:
    """One school a person may say is theirs."""

    source_id: str
    name: str
    students: int
    sections: int


def choices_of(kept: dict[str, Any]) -> Choices:
    return Choices(
        org_id=str(kept.get("org_id") or ""),
        only=True,
        merge=bool(kept.get("merge")),
        this_year=bool(kept.get("this_year")),
    )


def needs_columns(row: Any, upload: Upload) -> bool:
    """Has nobody said yet what the columns of this list mean?"""
    return layout_of(upload) == SHEET and "columns" not in row.choices


def is_large(upload: Upload) -> bool:
    size = 0
    for entry in upload.entries:
        with entry.open() as stream:
            while chunk := stream.read(1 << 16):
                size += len(chunk)
                if size > INLINE_BYTES:
                    return True
    return False


def read_kept(row: Any) -> RosterFile:
    """Read the upload as the person said. Raises FileRefused."""
    upload = quarantine.open_kept(row.quarantine)
    said = row.choices.get("columns")
    meanings = meanings_from(said) if said else None
    return read_roster(upload, today=clock.today(row.school.timezone), meanings=meanings)


def schools_to_choose(row: Any, roster: Roster) -> list[SchoolInFile]:
    """The schools of the file, when it cannot be known which one this is."""
    schools = roster.schools
    is_sure = len(schools) == 1 and (roster.layout == SHEET or not row.school.source_id)
    if not schools or is_sure or row.choices.get("org_id"):
        return []
    known = {org.source_id for org in schools} & {row.school.source_id}
    named = [org for org in schools if org.name.casefold() == row.school.name.casefold()]
    if known or len(named) == 1:
        return []
    students = Counter(s for r in roster.students for s in r.school_ids[:1])
    sections = Counter(r.school_id for r in roster.sections)
    return [
        SchoolInFile(o.source_id, o.name, students[o.source_id], sections[o.source_id])
        for o in schools
    ]


def preview(row: Any, *, by: Viewer, progress: Progress = lambda said, percent: None) -> Any:
    """Read, compare, keep what a page shows. The import ends up READ, REFUSED or still asking."""
    try:
        progress("reading the file", 5)
        read = read_kept(row)
        asked = schools_to_choose(row, read.roster)
        if asked:
            orgs = [[s.source_id, s.name, s.students, s.sections] for s in asked]
            return actions.choose_for_import(row, {"orgs": orgs}, by=by)
        choices = choices_of(row.choices)
        found = actions.preview_roster(read.roster, row.school, choices, by=by, progress=progress)
    except FileRefused as refused:
        quarantine.forget(row.quarantine)
        return actions.refuse_import(row, [f.as_kept() for f in refused.faults], by=by)
    progress("keeping the preview", 95)
    _keep_lines(row.quarantine, found)
    faults = [*read.faults, *found.faults]
    return actions.keep_preview(
        row,
        layout=read.roster.layout,
        counts=found.counts,
        problems=[fault.as_kept() for fault in faults],
        choices={
            "dropped": [[d.file, d.column, d.why] for d in read.roster.dropped],
            "leaving": found.leaving_students,
            "held": found.held_students,
            "is_guarded": is_guarded(found),
            "place": next((p.org.name for p in found.places.by_org.values()), ""),
        },
        by=by,
    )


def apply(
    row: Any, *, by: Viewer, leaving: int | None, progress: Progress = lambda said, percent: None
) -> Any:
    """Write a previewed import. Raises FileRefused when many would leave and it was not said."""
    read = read_kept(row)
    problems = tuple(fault.as_kept() for fault in read.faults)
    done = actions.apply_roster(
        row,
        read.roster,
        choices_of(row.choices),
        by=by,
        leaving=leaving,
        problems=problems,
        progress=progress,
    )
    quarantine.forget(row.quarantine)
    return done


def _keep_lines(token: str, found: Comparison) -> None:
    for table, kind, lines in lines_of(found):
        quarantine.write_lines(token, f"{table}-{kind}", lines)


def lines_of(found: Comparison) -> Iterator[tuple[str, str, list[list[Any]]]]:
    """For each table and kind of change: file, line, name and what changes, row by row."""
    names = _Names(found)
    for table in found.counts:
        for kind in (ADDED, CHANGED, LEAVING):
            lines = [names.line(change) for change in found.of(table, kind)]
            if lines:
                yield table, kind, lines


class _Names:
    """What to call a changed row: people by name, classes by title, links by both."""

    def __init__(self, found: Comparison) -> None:
        roster = found.roster
        self.people = {
            r.source_id: f"{r.first_name} {r.last_name}".strip()
            for r in (*roster.guardians, *roster.staff, *roster.students)
        }
        self.titles = {r.source_id: r.title for r in roster.sections}
        self.found = found
        self.ours: dict[tuple[str, str], dict[int, str]] = {}
        self.stints: dict[tuple[str, str], dict[int, Any]] = {}

    def line(self, change: Change) -> list[Any]:
        """File, line, name, and what changes."""
        file, line = change.at
        return [file, line, self._name(change), self._detail(change)]

    def _name(self, change: Change) -> str:
        row = change.row
        if change.table in {"enrolments", "teachings"}:
            if row is None:
                return self._held_stint(change)
            person = row.student_id if change.table == "enrolments" else row.staff_id
            who = self.people.get(person, person)
            return f"{who} · {self.titles.get(row.section_id, row.section_id)}"
        if change.table == "guardianships" and row is not None:
            guardian = self.people.get(row.guardian_id, row.guardian_id)
            return f"{guardian} · {self.people.get(row.student_id, row.student_id)}"
        return change.label

    def _held_stint(self, change: Change) -> str:
        key = change.place.key
        if (key, change.table) not in self.stints:
            held = getattr(self.found.held[key], change.table)
            self.stints[key, change.table] = {s.pk: s for all_of in held.values() for s in all_of}
        stint = self.stints[key, change.table][change.pk]
        people = "students" if change.table == "enrolments" else "staff"
        who = self._ours(key, people).get(stint.person, "")
        return f"{who} · {self._ours(key, 'sections').get(stint.section, '')}"

    def _ours(self, key: str, table: str) -> dict[int, str]:
        if (key, table) not in self.ours:
            rows = getattr(self.found.held[key], table).values()
            self.ours[key, table] = {
                row.pk: row.fields.get("title")
                if table == "sections"
                else f"{row.fields['first_name']} {row.fields['last_name']}".strip()
                for row in rows
            }
        return self.ours[key, table]

    def _detail(self, change: Change) -> list[list[str]]:
        if change.kind != CHANGED or not change.after:
            return []
        before = change.before or {}
        return [
            [name, _said(before.get(name)), _said(value)] for name, value in change.after.items()
        ]


def _said(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
