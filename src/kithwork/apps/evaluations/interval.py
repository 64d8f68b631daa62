"""Ranges as small drawings: where each bar begins and ends, in the drawing's own units. The numbers stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kithwork.apps.evaluations.compared import Cell, Row
from kithwork.apps.foundation.small_groups import people_in_words
from kithwork.evidence.groups.ancova import NOT_ALIKE

HALF = 100.0  # from the middle of a drawing to its edge
WIDEST, NARROWEST = 3.0, 1.0  # standard deviations at the edge, at most and at least


@dataclass(frozen=True, slots=True)
class Bar:
    low: float
    wide: float
    point: float


@dataclass(frozen=True, slots=True)
class Shown:
    """One later wave of one row, as it may be shown."""

    cell: Cell | None
    is_hidden: bool
    bar: Bar | None
    # How many have a score in one of the two waves only; a word where a small number is not told, empty for none.
    left_out: str = ""
    # What is to be minded, without what the sentence says already.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    middle: Shown
    end: Shown


def drawn(page: Any) -> tuple[list[Line], float]:
    """The lines, and how many standard deviations it is from the middle of each drawing to its edge."""
    cells = [one for row in page.rows for one in (row.middle, row.end) if one]
    ranges = [one.item.effect.ci for one in cells if one.item.effect.ci and not _hidden(one, page)]
    widest = max((abs(edge) for ci in ranges for edge in ci), default=NARROWEST)
    edge = min(WIDEST, max(NARROWEST, widest))
    return [Line(row, *_both(row, page, edge)) for row in page.rows], edge


def _both(row: Row, page: Any, edge: float) -> Iterator[Shown]:
    for cell in (row.middle, row.end):
        hidden = cell is not None and _hidden(cell, page)
        if cell is None or hidden:
            yield Shown(cell, hidden, None)
            continue
        left_out = people_in_words(cell.left_out, hides=page.hides) if cell.left_out else ""
        notes = tuple(one for one in cell.item.effect.warnings if one != NOT_ALIKE)
        yield Shown(cell, hidden, _bar(cell, edge), left_out, notes)


def _hidden(cell: Cell, page: Any) -> bool:
    return page.hides and not cell.is_safe


def _bar(cell: Cell, edge: float) -> Bar | None:
    effect = cell.item.effect
    if effect.value is None or effect.ci is None:
        return None
    low, high, point = (
        HALF + HALF * max(-1.0, min(1.0, one / edge)) for one in (*effect.ci, effect.value)
    )
    return Bar(round(low, 1), round(max(high - low, 1.0), 1), round(point, 1))
