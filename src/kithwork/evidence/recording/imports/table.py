"""A table in text: which line is the header, which sign parts the cells, what stands where."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kithwork.evidence.faults import BadData, Fault, refuse

# What programs write where they have nothing to write.
NOTHING = frozenset({"", "na", "n/a", "nan", "none", "null", "-"})
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
# A column's name, and other names programs and versions give it.
Columns = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Row:
    """One line of a table, with its number in the file and the faults found while reading it."""

    number: int
    cells: Mapping[str, str]
    written: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell, or nothing where the table has no such column."""
        return self.cells.get(column, "").strip()

    def has(self, column: str) -> bool:
        return self.text(column).lower() not in NOTHING

    def fault(self, code: str, sentence: str, column: str) -> None:
        self.faults.append(Fault(code, sentence, self.number, self.written.get(column, column)))

    def seconds(self, column: str) -> float | None:
        """Seconds from this cell; None, with its fault, where the cell says nothing or no number."""
        text = self.text(column)
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(value):
            said = f"{text!r} is no number" if self.has(column) else "There is no time here"
            self.fault("not_a_number", f"{said}. Give seconds, with a point: 12.5.", column)
            return None
        if value < 0:
            self.fault(
                "before_the_session", f"{text} lies before the session. Mend the time.", column
            )
            return None
        return value


@dataclass(frozen=True, slots=True)
class Table:
    """What a text holds: the lines above the header as pairs, and the rows below it."""

    above: Mapping[str, str]
    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_table(text: str, needed: Columns, others: Columns) -> Table:
    """The table of a text parted by tabs, commas or semicolons.

    Parameters
    ----------
    needed, others
        Columns that must be there, and those that may: each with the names it may bear, in small
        letters; of several that are there the first is taken. The order of columns does not matter,
        and those nobody asks for are left alone.

    Raises
    ------
    BadData
        For a text without lines or rows, a needed column that is not there, a column that is there
        twice, or a line that cannot be read.
    """
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise refuse("empty_file", "The file is empty. Export it again.", row=1)
    nearest: tuple[int, int, list[str]] | None = None
    for delimiter in "\t,;":
        lines = list(_lines(text, delimiter))
        for place, (number, cells) in enumerate(lines):
            lacking = _lacking(cells, needed)
            if not lacking:
                # Once the sign is known, a quote that is never closed may not swallow the rows below it.
                deque(_lines(text, delimiter, strict=True), maxlen=0)
                return _table(lines[: place + 1], lines[place + 1 :], {**needed, **others})
            if nearest is None or len(lacking) < nearest[0]:
                nearest = (len(lacking), number, lacking)
    raise _no_header(nearest, needed)


def _lines(text: str, delimiter: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield first, cells
            first = reader.line_num + 1
    except csv.Error as broken:
        raise refuse(
            "broken_row", f"This row cannot be read: {broken}. Export the file again.", row=first
        ) from None


def _lacking(cells: Sequence[str], needed: Columns) -> list[str]:
    names = {cell.strip().lower() for cell in cells}
    return [column for column, known in needed.items() if names.isdisjoint(known)]


def _no_header(nearest: tuple[int, int, list[str]] | None, needed: Columns) -> BadData:
    """Says what the line that comes nearest to a header lacks; the file's first where none does."""
    row, lacking = 1, list(needed)
    if nearest is not None and nearest[0] < len(needed):
        row, lacking = nearest[1], nearest[2]
    return BadData(
        Fault(
            "no_column",
            f"There is no column {needed[column][0]!r}."
            f" The header needs: {', '.join(names[0] for names in needed.values())}.",
            row,
            needed[column][0],
        )
        for column in lacking
    )


def _table(
    head: Sequence[tuple[int, list[str]]], body: Sequence[tuple[int, list[str]]], known: Columns
) -> Table:
    number, header = head[-1]
    names = [name.strip() for name in header]
    places: dict[str, int] = {}
    small = [name.lower() for name in names]
    for column, spellings in known.items():
        spelled = next((spelling for spelling in spellings if spelling in small), None)
        if spelled is None:
            continue
        places[column] = small.index(spelled)
        if small.count(spelled) > 1:
            raise refuse(
                "column_twice",
                "This column is there twice. Keep one of the two.",
                row=number,
                column=names[places[column]],
            )
    if not body:
        raise refuse("empty_file", "There is a header but no row below it.", row=number + 1)
    written = {column: names[place] for column, place in places.items()}
    rows = tuple(
        Row(line, {column: _cell(cells, place) for column, place in places.items()}, written)
        for line, cells in body
    )
    above = {cells[0].strip().lower(): _cell(cells, 1).strip() for _, cells in head[:-1]}
    return Table(above, frozenset(places), rows)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
