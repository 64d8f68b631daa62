"""Rows under known headings: header checks, dropped columns, and typed access to one row's cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from kithwork.apps.integrations.files.archive import Entry
from kithwork.apps.integrations.files.table import open_table
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.values import (
    ISO_DATE_TIME,
    SHORTENED,
    STANDARD_ID,
    clean,
    date_in,
    fits_either,
    is_damaged,
)
from kithwork.apps.people.roster.rows import TABLE_OF, At, Dropped, Roster

EITHER = "either"
LONGEST_ID = 255
LONGEST_TEXT = 2000
LONGEST_PERIODS = 200
FIRST_YEAR, LAST_YEAR, LONGEST_TERM = 1990, 2100, 800  # of a school's terms; days


@dataclass(frozen=True, slots=True)
class FileSpec:
    """What one file of a standard may hold, and what of it we take."""

    name: str
    columns: tuple[str, ...]
    required: frozenset[str]
    take: frozenset[str]
    never: frozenset[str] = frozenset()
    also_called: Mapping[str, str] = field(default_factory=dict)
    in_order: bool = False  # does the standard fix the order of columns?
    date_order: str = ""  # "": ISO only; "either": only days that read one way


@dataclass(slots=True)
class Reading:
    """What a reader is filling: the roster, its faults, and the day it is read on."""

    roster: Roster
    faults: Faults
    today: date

    def refuse(self, table: str, record: Record | None = None) -> None:
        self.roster.refused[table] = self.roster.refused.get(table, 0) + 1
        if record is not None:
            self.roster.refused_ids.add(record.key())


class Record:
    """One row. Every getter gives a clean value or raises RowRefused with the column's name."""

    __slots__ = ("_at", "_cells", "_faults", "at", "spec")

    def __init__(
        self, at: At, cells: list[str], where: dict[str, int], spec: FileSpec, faults: Faults
    ) -> None:
        self.at, self._cells, self._at, self.spec, self._faults = at, cells, where, spec, faults

    def key(self) -> str:
        """Whom or what the row is about, as far as a bad row tells."""

        def raw(column: str) -> str:
            i = self._at.get(column)
            return self._cells[i].strip() if i is not None else ""

        for section, person in (("classSourcedId", "userSourcedId"), ("Section SIS ID", "SIS ID")):
            if raw(section):
                return f"{raw(section)}|{raw(person)}"
        return raw("userSourcedId") or raw("sourcedId") or raw("SIS ID")

    def text(self, column: str, *, limit: int = 255) -> str:
        i = self._at.get(column)
        if i is None:
            return ""
        value = clean(self._cells[i])
        if len(value) > limit:
            raise RowRefused("long-value", column, column_of=column, limit=limit)
        return value

    def short(self, column: str, limit: int, *, needed: bool = False) -> str:
        """A text that may be cut, which is said aloud: a title or a room, never an id or a name."""
        value = (
            self.needed(column, limit=LONGEST_TEXT)
            if needed
            else self.text(column, limit=LONGEST_TEXT)
        )
        if len(value) > limit:
            self._faults.count(
                "cut-short", file=self.at.file, line=self.at.line, column=column,
                column_of=column, limit=limit,
            )  # fmt: skip
        return value[:limit].rstrip()

    def number(self, column: str) -> str:
        """A student number: text, whole, and not what a spreadsheet made of it."""
        value = self.text(column, limit=60)
        if is_damaged(value):
            raise RowRefused("damaged-id", column, value=value)
        if SHORTENED.match(value):
            self._faults.count(
                "short-id", file=self.at.file, line=self.at.line, column=column, value=value
            )
        return value

    def needed(self, column: str, *, limit: int = 255) -> str:
        value = self.text(column, limit=limit)
        if not value:
            raise RowRefused("missing-value", column, column_of=column)
        return value

    def id(self, column: str) -> str:
        value = self.id_if_any(column)
        if not value:
            raise RowRefused("missing-value", column, column_of=column)
        return value

    def id_if_any(self, column: str) -> str:
        i = self._at.get(column)
        return self._checked_id(self._cells[i].strip(), column) if i is not None else ""

    def ids(self, column: str) -> tuple[str, ...]:
        i = self._at.get(column)
        if i is None or not self._cells[i]:
            return ()
        parts = (part.strip() for part in self._cells[i].split(","))
        return tuple(dict.fromkeys(self._checked_id(part, column) for part in parts if part))

    def _checked_id(self, value: str, column: str) -> str:
        if STANDARD_ID.match(value) and not is_damaged(value):
            if SHORTENED.match(value):
                self._faults.count(
                    "short-id", file=self.at.file, line=self.at.line, column=column, value=value
                )
            return value
        if not value:
            return ""
        if is_damaged(value):
            raise RowRefused("damaged-id", column, value=value)
        if len(value) > 255:
            raise RowRefused("bad-id", column, value=value)
        if not value.isprintable():
            raise RowRefused("bad-id", column, value=value)
        self._faults.count(
            "odd-id", file=self.at.file, line=self.at.line, column=column, value=value
        )
        return value

    def words(self, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(w.strip() for w in self.text(column).split(",") if w.strip()))

    def date(self, column: str) -> date | None:
        value = self.text(column)
        if not value:
            return None
        if ISO_DATE_TIME.match(value):
            self._faults.count(
                "date-with-time", file=self.at.file, line=self.at.line, column=column
            )
            value = value[:10]
        order = self.spec.date_order
        found = self._day(value, column) if order == EITHER else date_in(value, order)
        if found is None:
            raise RowRefused("bad-date", column, value=value)
        return found

    def _day(self, value: str, column: str) -> date | None:
        if fits_either(value):
            raise RowRefused("two-days", column, value=value)
        return date_in(value, "mdy") or date_in(value, "dmy")

    def needed_date(self, column: str) -> date:
        found = self.date(column)
        if found is None:
            raise RowRefused("missing-value", column, column_of=column)
        return found

    def dates(self, begin: str, end: str) -> tuple[date | None, date | None]:
        """Both dates, in order. Raises RowRefused when the end comes first."""
        starts, ends = self.date(begin), self.date(end)
        if starts and ends and ends < starts:
            raise RowRefused("date-order", end, start=starts.isoformat(), end=ends.isoformat())
        return starts, ends

    def term_dates(self, begin: str, end: str) -> tuple[date | None, date | None]:
        """Both dates of a term. Raises RowRefused for another century, or one that never ends."""
        starts, ends = self.dates(begin, end)
        for column, day in ((begin, starts), (end, ends)):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise RowRefused("far-date", column, value=day.isoformat())
        if starts and ends and (ends - starts).days > LONGEST_TERM:
            raise RowRefused("far-date", end, value=ends.isoformat())
        return starts, ends

    def true(self, column: str) -> bool:
        value = self.text(column).lower()
        if value not in {"", "true", "false"}:
            raise RowRefused("bad-boolean", column, value=value)
        return value == "true"


def read_records(entry: Entry, spec: FileSpec, reading: Reading) -> Iterator[Record]:
    """Every row of a file whose headings are known; faults about headings first.

    Raises FileRefused when a column that must be there is not, or the file is no table.
    """
    table = open_table(entry)
    reading.faults.add(*table.faults)
    rows = table.rows()
    _, header = next(rows, (0, []))
    where = _columns(header, spec, entry.name, reading)
    width = len(header)
    for line, cells in rows:
        at = At(entry.name, line)
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            reading.refuse("rows", Record(at, cells, where, spec, reading.faults))
            reading.faults.say(
                "ragged-row", file=at.file, line=line, count=len(cells), expected=width
            )
            continue
        if len(cells) < width:
            reading.faults.count("short-row", file=at.file, line=line)
            cells = cells + [""] * (width - len(cells))
        yield Record(at, cells, where, spec, reading.faults)


def _columns(header: list[str], spec: FileSpec, file: str, reading: Reading) -> dict[str, int]:
    """Where each column we take stands; what we do not take is named, never read."""
    by_lower = {c.lower(): c for c in spec.columns} | {
        other.lower(): ours for other, ours in spec.also_called.items()
    }
    where: dict[str, int] = {}
    found: list[str] = []
    for i, heading in enumerate(header):
        name = heading.strip()
        ours = by_lower.get(name.lower())
        if ours is None:
            _drop(name, spec, file, reading)
            continue
        if ours in where or ours in found:
            raise refused("repeated-column", file=file, line=1, column=ours, column_of=ours)
        if ours != name and spec.in_order:
            reading.faults.say(
                "column-case", file=file, line=1, column=ours, found=name, column_of=ours
            )
        found.append(ours)
        if ours in spec.take:
            where[ours] = i
        else:
            _drop(ours, spec, file, reading)
    _check_headings(found, spec, file, reading)
    return where


def _check_headings(found: list[str], spec: FileSpec, file: str, reading: Reading) -> None:
    for column in sorted(spec.required):
        if column not in found:
            raise refused("missing-column", file=file, line=1, column=column, column_of=column)
    if spec.in_order and found != [c for c in spec.columns if c in found]:
        reading.faults.say("column-order", file=file, line=1)


def _drop(name: str, spec: FileSpec, file: str, reading: Reading) -> None:
    if not name:
        return
    why = "never" if name in spec.never else "unused"
    reading.roster.dropped.append(Dropped(file, name, why))
    known = name in spec.columns or name.startswith("metadata.")
    if spec.in_order and not known:
        reading.faults.say("unknown-column", file=file, line=1, column=name, column_of=name)


def fill(
    table: str,
    records: Iterator[Record],
    make: Callable[[Record], Any],
    reading: Reading,
) -> int:
    """Make a row of each record, refuse what cannot be made, keep each id once.

    `table` counts the refusals; a row goes to the table of its own type.
    """
    first: dict[str, Any] = {}
    read = 0
    for record in records:
        read += 1
        at = record.at
        try:
            row = make(record)
        except RowRefused as no:
            reading.refuse(table, record)
            reading.faults.say(no.code, file=at.file, line=at.line, column=no.column, **no.words)
            continue
        if row is None:
            continue
        key = row.source_id
        if key and key in first:
            _repeated(table, first[key], row, reading)
            continue
        if key:
            first[key] = row
        reading.roster.rows_of(TABLE_OF[type(row)]).append(row)
    return read


def _repeated(table: str, first: Any, row: Any, reading: Reading) -> None:
    file, line = row.at
    words = {"value": row.source_id, "first": first.at.line}
    if same(first, row):
        reading.faults.count("repeated-row", file=file, line=line, **words)
    else:
        reading.refuse(table)
        reading.faults.say("duplicate-id", file=file, line=line, **words)


def same(first: Any, second: Any) -> bool:
    """Do two rows say the same, wherever they stand?"""
    return all(
        getattr(first, f.name) == getattr(second, f.name)
        for f in fields(first)
        if f.name not in {"at", "changed_at"}
    )
