"""The first look at a list: where the headings are, what the columns may mean, ten rows as read."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kithwork.apps.foundation.fault import Fault
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.sentences import refuse
from kithwork.apps.integrations.files.table import Table, open_table
from kithwork.apps.integrations.files.workbook import Sheet, open_sheet
from kithwork.apps.integrations.roster_sheet.private import (
    holds_private_values,
    is_private_heading,
)
from kithwork.apps.integrations.roster_sheet.targets import guess_target, normal

Row = tuple[int, list[str]]
# How far down a heading may stand, and how many rows tell what a column holds.
LOOK_FOR_HEADING, LOOK_AT_ROWS, SHOW_ROWS = 40, 200, 10
KNOWN_NAMES = 3
HIDDEN = "•••"
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it probably means, and whether it looks private."""

    index: int
    heading: str
    target: str  # empty: not read
    confidence: float
    private: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What a person needs to say what the columns mean. Private-looking cells are masked."""

    file: str
    purpose: str
    sheet: str
    sheets: tuple[str, ...]
    header_line: int  # 0: no row of headings was recognised
    columns: tuple[Column, ...]
    first_rows: tuple[tuple[int, tuple[str, ...]], ...]
    shape: str
    faults: tuple[Fault, ...]

    @property
    def is_clear(self) -> bool:
        """Would the guesses do without a person? Only when every heading is one we know."""
        wanted = {column.target for column in self.columns}
        sure = all(c.confidence == 1.0 or c.private or not c.target for c in self.columns)
        named = bool(wanted & {"full_name", "first_name", "student_number"})
        return self.header_line > 0 and sure and named


@dataclass(frozen=True, slots=True)
class Source:
    """A table or a sheet: rows of cells with their line, and what was odd about opening it."""

    file: str
    inner: Table | Sheet
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.inner.faults

    @property
    def is_text(self) -> bool:
        """Cells parted by a sign, where one too many moves all that come after it."""
        return isinstance(self.inner, Table)

    def rows(self) -> Iterator[Row]:
        return self.inner.rows()


def open_source(upload: Upload, sheet: str = "") -> Source:
    """The one list of this upload. Raises FileRefused when there is none, or several."""
    if upload.kind == "workbook":
        found = open_sheet(upload, sheet)
        return Source(upload.name, found, found.name, found.sheets)
    if len(upload.entries) != 1:
        raise refuse("not-a-table", file=upload.name, name=upload.name)
    table = open_table(upload.entries[0])
    return Source(table.name, table)


def look_at(upload: Upload, purpose: str, *, sheet: str = "", header_line: int = 0) -> Look:
    """Find the headings, guess the columns, show ten rows.

    Raises FileRefused when the file cannot be read at all.
    """
    source = open_source(upload, sheet)
    top = list(itertools.islice(source.rows(), LOOK_FOR_HEADING + LOOK_AT_ROWS))
    if not top:
        raise refuse("no-rows", file=source.file)
    line = header_line or _header_line(top, purpose)
    header = next((cells for at, cells in top if at == line), [])
    body = [(at, cells) for at, cells in top if at > line][:LOOK_AT_ROWS]
    columns = _columns(header, body, purpose)
    return Look(
        file=source.file,
        purpose=purpose,
        sheet=source.sheet,
        sheets=source.sheets,
        header_line=line if header else 0,
        columns=columns,
        first_rows=_first_rows(body if header else top, columns),
        shape=shape_of(header, purpose) if header else "",
        faults=source.faults,
    )


def shape_of(header: list[str], purpose: str) -> str:
    """The same for every file with these headings in this order: how a mapping is remembered."""
    names = "\n".join(normal(cell) for cell in _trimmed(header))
    return hashlib.sha256(f"{purpose}\n{names}".encode()).hexdigest()


def _trimmed(header: list[str]) -> list[str]:
    end = len(header)
    while end and not header[end - 1].strip():
        end -= 1
    return header[:end]


def _header_line(top: list[Row], purpose: str) -> int:
    """The first row with at least three distinct names we know; 0 when there is none."""
    for line, cells in top[:LOOK_FOR_HEADING]:
        known = {target for cell in cells if (target := _known_as(cell, purpose))}
        if len(known) >= KNOWN_NAMES:
            return line
    return 0


def _known_as(cell: str, purpose: str) -> str:
    if len(cell) > 60 or re.fullmatch(r"[\d\s.,/-]*", cell):
        return ""
    target, confidence = guess_target(cell, purpose)
    if confidence == 1.0:
        return target
    return normal(cell) if is_private_heading(cell) else ""


def _columns(header: list[str], body: list[Row], purpose: str) -> tuple[Column, ...]:
    taken: set[str] = set()
    claims = Counter(
        target
        for heading in header
        if (target := _known_as(heading, purpose)) and not is_private_heading(heading)
    )
    columns = []
    for i, heading in enumerate(_trimmed(header)[:MOST_COLUMNS]):
        values = [cells[i] for _, cells in body if i < len(cells)]
        private = is_private_heading(heading) or holds_private_values(values)
        target, confidence = guess_target(heading, purpose)
        if private or target in taken:
            target, confidence = "", 0.0
        if claims[target] > 1:  # two columns of one meaning: a person must say which
            confidence = min(confidence, 0.5)
        if target == "student_number" and not _tells_apart(values):
            confidence = min(confidence, 0.5)
        if target:
            taken.add(target)
        columns.append(Column(i, heading.strip(), target, confidence, private))
    return tuple(columns)


def _tells_apart(values: list[str]) -> bool:
    """A student number is filled nearly everywhere; `ID` over empty cells is something else."""
    return not values or sum(bool(v.strip()) for v in values) >= 0.5 * len(values)


def _first_rows(
    body: list[Row], columns: tuple[Column, ...]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    private = {column.index for column in columns if column.private}
    if not columns:
        width = max((len(cells) for _, cells in body), default=0)
        private = {
            i
            for i in range(width)
            if holds_private_values([cells[i] for _, cells in body if i < len(cells)])
        }
    return tuple(
        (
            line,
            tuple(
                HIDDEN if i in private and cell.strip() else cell.strip()[:60]
                for i, cell in enumerate(cells[:MOST_COLUMNS])
            ),
        )
        for line, cells in body[:SHOW_ROWS]
    )
