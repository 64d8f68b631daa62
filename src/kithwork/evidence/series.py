"""A series: one measure of one case over sessions, in phases. Missing is missing, not zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import get_args

from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import LARGEST, is_number


class Scale(StrEnum):
    """What a score is, which decides the values it may take and how zeros are treated."""

    COUNT = "count"
    RATE = "rate"
    PERCENTAGE = "percentage"
    PROPORTION = "proportion"
    OTHER = "other"


_LOWEST = {Scale.COUNT: 0.0, Scale.RATE: 0.0, Scale.PERCENTAGE: 0.0, Scale.PROPORTION: 0.0}
_HIGHEST = {Scale.PERCENTAGE: 100.0, Scale.PROPORTION: 1.0}
# How far a score read off a printed graph may pass the end of its scale: half a count, a twentieth
# of the whole. Ours (tag D): 100.66 occurs in published series, 140 is a slip.
_READING_ERROR = {
    Scale.COUNT: 0.5,
    Scale.RATE: 0.5,
    Scale.PERCENTAGE: 5.0,
    Scale.PROPORTION: 0.05,
}


@dataclass(frozen=True, slots=True)
class Point:
    """One session's score; ``value`` None where the session has no data."""

    session: float
    value: float | None
    phase: str
    on: date | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of sessions under one condition. A label may return: A, B, A, B are four phases."""

    label: str
    points: tuple[Point, ...]

    @property
    def scores(self) -> tuple[float, ...]:
        """The scores in session order, missing ones left out."""
        return tuple(point.value for point in self.points if point.value is not None)


@dataclass(frozen=True, slots=True)
class Series:
    """One outcome of one case.

    Parameters
    ----------
    sessions
        Session numbers, strictly rising after sorting; the order given does not matter.
    values
        One score a session in the measure's unit; None where there are no data.
    phases
        The label of the condition of each session.
    improvement
        Which way is better: "increase" or "decrease". Never guessed.
    session_minutes, intervals
        How long each session was, or of how many intervals it was made; LRR and LOR need them at
        the floor and the ceiling.
    goal
        The level aimed at, for percent of goal and the aim line.
    dates
        The day of each session, where known.
    rows
        The line of the file each session came from, where it came from one.

    Raises
    ------
    BadData
        With every fault: lengths that differ, a session twice, a score outside its scale, no
        direction.
    """

    case: str
    outcome: str
    sessions: Sequence[float]
    values: Sequence[float | None]
    phases: Sequence[str]
    improvement: Aim
    scale: Scale = Scale.OTHER
    session_minutes: float | None = None
    intervals: int | None = None
    goal: float | None = None
    dates: Sequence[date | None] | None = None
    rows: Sequence[int] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", _scale(self.scale))
        faults = [*_shape_faults(self)] or [*_value_faults(self)]
        if faults:
            raise BadData(faults)
        order = sorted(range(len(self.sessions)), key=lambda place: self.sessions[place])
        dates = self.dates or (None,) * len(order)
        for name, column in (
            ("sessions", self.sessions),
            ("values", self.values),
            ("phases", self.phases),
            ("dates", dates),
            ("rows", self.rows or range(1, len(order) + 1)),
        ):
            object.__setattr__(self, name, tuple(column[place] for place in order))

    @property
    def points(self) -> tuple[Point, ...]:
        """Every session in order, those without data too."""
        dates = self.dates or ()
        rows = self.rows or ()
        return tuple(
            Point(*point)
            for point in zip(self.sessions, self.values, self.phases, dates, rows, strict=True)
        )

    @property
    def runs(self) -> tuple[Phase, ...]:
        """The phases as they followed one another."""
        points = self.points
        starts = [0, *(i + 1 for i, (x, y) in enumerate(pairwise(points)) if x.phase != y.phase)]
        stops = [*starts[1:], len(points)]
        return tuple(
            Phase(points[start].phase, points[start:stop])
            for start, stop in zip(starts, stops, strict=True)
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """Each condition once, in the order it first came."""
        return tuple(dict.fromkeys(self.phases))


def _scale(scale: str) -> Scale:
    try:
        return Scale(scale)
    except ValueError:
        raise BadData(
            [
                Fault(
                    "bad_scale",
                    f"{scale!r} is not a scale. Use one of: {', '.join(Scale)}.",
                    column="scale",
                )
            ]
        ) from None


def _shape_faults(series: Series) -> Iterator[Fault]:
    """Faults that make the rest meaningless."""
    n = len(series.sessions)
    if not n:
        yield Fault("empty_series", "There is no session. Give at least one row.")
    columns = {
        "value": series.values,
        "phase": series.phases,
        "date": series.dates or series.sessions,
        "row": series.rows or series.sessions,
    }
    for column, given in columns.items():
        if len(given) != n:
            yield Fault(
                "lengths_differ",
                f"{n} sessions but {len(given)} entries. Give one for each session.",
                column=column,
            )
    if series.improvement not in get_args(Aim):
        yield Fault(
            "no_direction",
            "Say which way is better: increase or decrease.",
            column="improvement",
        )
    for column, length in (
        ("session_minutes", series.session_minutes),
        ("intervals", series.intervals),
    ):
        if length is not None and not (is_number(length) and length > 0):
            yield Fault(
                "bad_length", f"{length} is not a length. Give a number above zero.", column=column
            )
    if series.goal is not None and not is_number(series.goal):
        yield Fault("not_a_number", "The goal is not a finite number.", column="goal")


def _value_faults(series: Series) -> Iterator[Fault]:
    seen: dict[float, int] = {}
    for row, (session, value) in enumerate(
        zip(series.sessions, series.values, strict=True), start=1
    ):
        if not is_number(session):
            yield Fault(
                "not_a_number", f"Session {session} is not a finite number.", row, "session"
            )
        elif session in seen:
            yield Fault(
                "duplicate_session",
                f"Session {session:g} is already in row {seen[session]}. Keep one of the two.",
                row,
                "session",
            )
        else:
            seen[session] = row
        fault = value_fault(value, series.scale)
        if fault:
            yield Fault(fault[0], fault[1], row, "value")


def value_fault(value: float | None, scale: Scale) -> tuple[str, str] | None:
    """What is wrong with one score on this scale: code and sentence, or None.

    Scores read off a printed graph pass the ends of their scale by a little; that is no fault, and
    `passes_its_scale` tells it.
    """
    if value is None:
        return None
    if not is_number(value):
        return (
            "not_a_number",
            f"{value} is not a finite number. Leave it empty where there are no data.",
        )
    if abs(value) > LARGEST:
        return "too_large", f"{value:g} is too large for a score. Mend it."
    low, high = _LOWEST.get(scale, -math.inf), _HIGHEST.get(scale, math.inf)
    slack = _READING_ERROR.get(scale, 0.0)
    if low - slack <= value <= high + slack:
        return None
    span = f"from {low:g} to {high:g}" if high < math.inf else f"{low:g} or more"
    return (
        "out_of_range",
        f"{value:g} is not possible on the {scale} scale. Give {span}, or change the scale.",
    )


def passes_its_scale(value: float | None, scale: Scale) -> bool:
    """Whether a score lies outside its scale, by however little."""
    if value is None:
        return False
    return not _LOWEST.get(scale, -math.inf) <= value <= _HIGHEST.get(scale, math.inf)
