"""The cells of a CSV: which sign parts them, where the header is, and the line each row begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kithwork.evidence.faults import refuse

SIGNS = ",;\t"
# A line of nothing else is blank, whichever sign it has.
BLANK = SIGNS + " \r\n"
Rows = Iterator[tuple[int, list[str]]]


def table_of(text: str, needs: str) -> tuple[list[str], Rows]:
    """Header names in small letters, and the rows below with their lines; blank ones are left out.

    Commas, semicolons or tabs part the cells, whichever the header has most of, or the sign a first line such
    as ``sep=;`` names. ``needs`` says what the file should hold, for when it holds nothing.

    Raises
    ------
    BadData
        For a text without a row, and, while the rows are read, for a quote that is never closed.
    """
    text = text.lstrip("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_sign(text), strict=True)
    rows = _rows(reader)
    _, header = next(rows, (1, []))
    if not header:
        raise refuse("empty_file", f"The file is empty. It needs {needs}.", row=1)
    return [name.strip().lower() for name in header], rows


def _sign(text: str) -> str:
    """What parts the cells: told by the first line that holds anything but such signs."""
    lines = io.StringIO(text, newline=None)
    first = next((line for line in lines if line.strip(BLANK)), "")
    named = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and named in set(SIGNS):
        return named
    return max(SIGNS, key=first.count)


# `csv` gives its reader no name of its own.
def _rows(reader) -> Rows:  # type: ignore[no-untyped-def]
    first = 1
    try:
        for cells in reader:
            if any(cell.strip(BLANK) for cell in cells) and not _names_the_sign(cells):
                yield first, cells
            first = reader.line_num + 1
    except csv.Error as broken:
        raise refuse(
            "broken_row",
            f"This row cannot be read: {broken}. Save the file as CSV again.",
            row=first,
        ) from None


def _names_the_sign(cells: list[str]) -> bool:
    """Excel's own first line, such as ``sep=;``."""
    return cells[0].strip().lower() == "sep=" and not any(cells[1:])
