"""The phases of a run as stretches of a series: where a phase line stands, and what stands over it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from django.utils.translation import gettext as _

from kithwork.apps.runs.wording import PHASES

BASELINE = "baseline"
PROBE, MAINTENANCE = "probe", "maintenance"


class PhaseRow(Protocol):
    """A phase of a run: what it is in from a day on, at which adult level, and why."""

    @property
    def kind(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def adult_level(self) -> int | None: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day to the next stretch. ``label`` is its own; ``name`` is what people read."""

    label: str
    name: str
    kind: str
    starts_on: date


def stretches(rows: Sequence[PhaseRow]) -> tuple[Stretch, ...]:
    """One for each time the kind changes, and for each change within a kind that somebody gave a reason for.

    A step of the adult level alone draws no line: it has a strip of its own under the graph.
    """
    found: list[Stretch] = []
    seen: dict[str, int] = {}
    level: int | None = None
    for row in sorted(rows, key=lambda one: one.starts_on):
        is_same = bool(found) and found[-1].kind == row.kind
        has_stepped = row.adult_level is not None and row.adult_level != level
        level = row.adult_level if row.adult_level is not None else level
        if is_same and (has_stepped or not row.reason):
            continue
        seen[row.kind] = seen.get(row.kind, 0) + 1
        number = seen[row.kind]
        name = str(PHASES[row.kind])
        if number > 1:
            name = _("%(phase)s, again") % {"phase": name} if number == 2 else f"{name} {number}"
        label = row.kind if number == 1 else f"{row.kind} {number}"
        found.append(Stretch(label, name, row.kind, row.starts_on))
    return tuple(found)


def at(found: Sequence[Stretch], on: date) -> Stretch | None:
    """The stretch of a day; None before the first."""
    place = bisect_right([one.starts_on for one in found], on)
    return found[place - 1] if place else None


def levels(rows: Sequence[PhaseRow]) -> tuple[tuple[date, int], ...]:
    """From which day on the adult was where, each change once."""
    told = [
        (row.starts_on, row.adult_level)
        for row in sorted(rows, key=lambda one: one.starts_on)
        if row.adult_level is not None
    ]
    return tuple(next(same) for _level, same in groupby(told, key=lambda one: one[1]))
