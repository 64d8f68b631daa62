"""Cells of a file for spreadsheet programs, written so that none of them is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What makes a spreadsheet program read a cell as a formula, in ASCII and full width.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | float | None


def neutral(value: Cell) -> Cell:
    """The value, with an apostrophe before any text that would be run. Numbers stay numbers."""
    if isinstance(value, str) and value.startswith(STARTERS):
        return "'" + value
    return value


def as_written(cell: str) -> str:
    """What stood in a cell before ``neutral`` put its apostrophe there."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTERS) else cell


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that Excel shows accents; CRLF; formulas neutralised."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([neutral(cell) for cell in header])
    for row in rows:
        writer.writerow(["" if cell is None else neutral(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
