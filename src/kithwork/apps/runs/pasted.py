"""A column copied from a spreadsheet, put beside the right names. Pure: text in, cells out, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from kithwork.apps.people.queries import fold


class Named(Protocol):
    """Whoever stands in the list: a row's id and names."""

    pk: int
    first_name: str
    last_name: str
    preferred_name: str


@dataclass(slots=True)
class Pasted:
    """Cells by the names of the form, and what could not be placed."""

    cells: dict[str, str] = field(default_factory=dict)
    said: str = ""


def pasted(text: str, people: Sequence[Named]) -> Pasted:
    """Numbers alone go down the list in its order; lines with a name go to that name.

    A second number of a line is the number of errors. An empty line leaves its student without one. A name
    that two share, or that nobody has, is told and placed nowhere.
    """
    lines = [re.split(r"[\t;,]", line) for line in text.rstrip().splitlines()]
    rows = [[cell.strip() for cell in line] for line in lines]
    if not rows:
        return Pasted(said=_("Paste a column of numbers, or names with numbers beside them."))
    if any(_has_name(row) for row in rows):
        return _by_name(rows, people)
    return _in_order(rows, people)


def _has_name(row: list[str]) -> bool:
    return any(cell and not cell.isdecimal() for cell in row)


def _in_order(rows: list[list[str]], people: Sequence[Named]) -> Pasted:
    found = Pasted()
    for one, row in zip(people, rows, strict=False):
        _put(found, one, [cell for cell in row if cell])
    if len(rows) != len(people):
        found.said = _("%(lines)s lines for %(people)s students. Check where the list begins.") % {
            "lines": len(rows),
            "people": len(people),
        }
    return found


def _by_name(rows: list[list[str]], people: Sequence[Named]) -> Pasted:
    found, lost = Pasted(), []
    for row in rows:
        words = " ".join(cell for cell in row if cell and not cell.isdecimal())
        numbers = [cell for cell in row if cell.isdecimal()]
        mine = _called(words, people)
        if len(mine) == 1:
            _put(found, mine[0], numbers)
        elif numbers:  # a heading has none
            lost.append(words)
    if lost:
        found.said = _("Not placed: %(names)s. Type these by hand.") % {"names": ", ".join(lost)}
    return found


def _called(words: str, people: Sequence[Named]) -> list[Named]:
    """Whoever these words can mean: first and last name in either order, or a first name nobody shares."""
    wanted = set(fold(words).replace(",", " ").split())
    full = [
        one
        for one in people
        if wanted
        and any(
            wanted == set(fold(f"{first} {one.last_name}").split())
            for first in (one.first_name, one.preferred_name or one.first_name)
        )
    ]
    if full:
        return full
    return [
        one
        for one in people
        if wanted
        and wanted in (set(fold(one.first_name).split()), set(fold(one.preferred_name).split()))
    ]


def _put(found: Pasted, one: Named, numbers: list[str]) -> None:
    for part, number in zip(("right", "errors"), numbers, strict=False):
        found.cells[f"{part}_{one.pk}"] = number
