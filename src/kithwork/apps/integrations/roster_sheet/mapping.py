"""What the columns of one list mean, as a person said it; and the list's rows under those names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.roster.faults import Faults, RowRefused, refused
from kithwork.apps.integrations.roster.values import clean
from kithwork.apps.integrations.roster_sheet.look import Look, Source, open_source, shape_of
from kithwork.apps.integrations.roster_sheet.private import is_private_heading
from kithwork.apps.integrations.roster_sheet.targets import (
    ROSTER,
    guess_target,
    is_target,
    normal,
)
from kithwork.apps.people.roster.rows import At, Dropped

TOTAL = re.compile(
    r"^\W*(grand\s+)?(sub)?total(es)?\b|^count\s*:|^number of (students|records)", re.IGNORECASE
)
PAGE = re.compile(
    r"^(page|página|pagina)\s*:?\s*\d|^(printed|report|run date|generated|fecha de impresi)\b",
    re.IGNORECASE,
)
LONGEST_HEADING = 40
DATE_ORDERS = ("", "ymd", "mdy", "dmy")


@dataclass(frozen=True, slots=True)
class ColumnMeanings:
    """Which column means what. ``whole``: does the list name everybody, or only some?"""

    purpose: str
    columns: Mapping[int, str]
    header_line: int
    sheet: str = ""
    whole: bool = True
    date_order: str = ""
    shape: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "purpose": self.purpose,
            "columns": {str(i): target for i, target in sorted(self.columns.items())},
            "header_line": self.header_line,
            "sheet": self.sheet,
            "whole": self.whole,
            "date_order": self.date_order,
            "shape": self.shape,
        }


def meanings_from(raw: Mapping[str, Any], purpose: str = ROSTER) -> ColumnMeanings:
    """Column meanings from JSON, refusing anything that is not an allowed target.

    Raises FileRefused with the part that cannot be read.
    """
    columns: dict[int, str] = {}
    try:
        given = dict(raw["columns"]).items()
        header_line = int(raw["header_line"])
    except (KeyError, TypeError, ValueError) as error:
        raise refused("bad-mapping", value="columns and header_line are needed") from error
    for index, target in given:
        if not target:
            continue
        if not str(index).isdecimal() or not is_target(str(target), purpose):
            raise refused("bad-mapping", value=f"{index}: {target}")
        if target in columns.values():
            raise refused("bad-mapping", value=f"{target} twice")
        columns[int(index)] = str(target)
    order = str(raw.get("date_order") or "")
    if order not in DATE_ORDERS:
        raise refused("bad-mapping", value=order)
    return ColumnMeanings(
        purpose=purpose,
        columns=columns,
        header_line=header_line,
        sheet=str(raw.get("sheet") or ""),
        whole=bool(raw.get("whole", True)),
        date_order=order,
        shape=str(raw.get("shape") or ""),
    )


def suggested(look: Look) -> ColumnMeanings:
    """The guesses of a look, as if a person had confirmed them."""
    return ColumnMeanings(
        purpose=look.purpose,
        columns={c.index: c.target for c in look.columns if c.target},
        header_line=look.header_line,
        sheet=look.sheet,
        shape=look.shape,
    )


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row: text by target."""

    at: At
    cells: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[str, ...] = ()  # cells as they stand, when there are more than headings
    expected: int = 0

    def check(self) -> None:
        """Raises RowRefused when a cell too many may have moved all that come after it."""
        if self.moved:
            raise RowRefused("ragged-row", count=len(self.moved), expected=self.expected)

    def __getitem__(self, target: str) -> str:
        return self.cells.get(target, "")


def mapped_rows(
    upload: Upload, meanings: ColumnMeanings, faults: Faults, dropped: list[Dropped]
) -> Iterator[MappedRow]:
    """The rows under the headings, without repeated headings, page headings and totals.

    Raises FileRefused when the headings are not those the mapping was made for.
    """
    source = open_source(upload, meanings.sheet)
    faults.add(*source.faults)
    titles: set[str] = set()
    rows = source.rows()
    header = _header(rows, meanings, source, titles)
    _name_dropped(header, meanings, source, dropped)
    faults.headings = {
        target: header[i].strip()
        for i, target in meanings.columns.items()
        if i < len(header) and header[i].strip()
    }
    _names_by_heading(faults.headings)
    names = [normal(cell) for cell in header]
    columns = sorted(meanings.columns.items())
    for line, cells in rows:
        noise = _noise(cells, set(names) - {""}, titles)
        if noise == "repeated-heading" or not noise:
            _refuse_other_headings(cells, names, meanings, source.file, line)
        if noise:
            faults.count(noise, file=source.file, line=line)
            continue
        if source.is_text and any(cell.strip() for cell in cells[len(header) :]):
            yield MappedRow(At(source.file, line), {}, tuple(cells), len(header))
            continue
        if source.is_text and len(cells) < len(header):
            faults.count("short-row", file=source.file, line=line)
        found = {
            target: value for i, target in columns if i < len(cells) and (value := clean(cells[i]))
        }
        if found:
            yield MappedRow(At(source.file, line), found)


def _names_by_heading(headings: dict[str, str]) -> None:
    """A whole name, or its parts: whichever the file has names the column of either."""
    for part in ("first_name", "last_name"):
        headings.setdefault(part, headings.get("full_name", part))
    headings.setdefault("full_name", headings["first_name"])


def _refuse_other_headings(
    cells: list[str], names: list[str], meanings: ColumnMeanings, file: str, line: int
) -> None:
    """A second export glued below the first, its columns in another order, would be misread.

    Raises FileRefused for a row of headings that do not stand where the first ones stood.
    """
    here = [normal(cell) for cell in cells]
    moved = [
        i
        for i, name in enumerate(here)
        if name and not (i < len(names) and names[i] == name) and _is_heading(cells[i], meanings)
    ]
    filled = sum(bool(name) for name in here)
    if len(moved) >= 2 and _headings(cells, meanings) >= max(3, 0.6 * filled):
        raise refused("other-headings", file=file, line=line)


def _headings(cells: list[str], meanings: ColumnMeanings) -> int:
    return sum(_is_heading(cell, meanings) for cell in cells)


def _is_heading(cell: str, meanings: ColumnMeanings) -> bool:
    return len(cell) <= LONGEST_HEADING and guess_target(cell, meanings.purpose)[1] == 1.0


def _header(
    rows: Iterator[tuple[int, list[str]]],
    meanings: ColumnMeanings,
    source: Source,
    titles: set[str],
) -> list[str]:
    for line, cells in rows:
        if line == meanings.header_line:
            if meanings.shape and shape_of(cells, meanings.purpose) != meanings.shape:
                raise refused(
                    "stale-mapping", file=source.file, line=line, column_of=", ".join(cells)
                )
            if meanings.columns and max(meanings.columns) >= len(cells):
                raise refused(
                    "stale-mapping",
                    file=source.file,
                    line=line,
                    column_of=max(meanings.columns) + 1,
                )
            return cells
        titles.update(clean(cell) for cell in cells if cell.strip())
    raise refused("no-header", file=source.file, line=meanings.header_line)


def _name_dropped(
    header: list[str], meanings: ColumnMeanings, source: Source, dropped: list[Dropped]
) -> None:
    for i, heading in enumerate(header):
        if i not in meanings.columns and heading.strip():
            why = "never" if is_private_heading(heading) else "unused"
            dropped.append(Dropped(source.file, heading.strip()[:80], why))


def _noise(cells: list[str], wanted: set[str], titles: set[str]) -> str:
    """Which kind of row that is nobody's: the code of its notice, or empty."""
    filled = [clean(cell) for cell in cells if cell.strip()]
    if not filled:
        return ""
    names = [normal(cell) for cell in filled]
    if len(filled) > 2 and sum(name in wanted for name in names) >= 0.8 * len(filled):
        return "repeated-heading"
    if TOTAL.match(filled[0]):
        return "total-row"
    if PAGE.match(filled[0]) or (len(filled) == 1 and filled[0] in titles):
        return "page-heading"
    if len(filled) == 2 and all(cell in titles or PAGE.match(cell) for cell in filled):
        return "page-heading"
    return ""
