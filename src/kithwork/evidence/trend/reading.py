"""Scores and times as exact numbers: missing left out, wrong ones refused, in session order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import is_number

Scores = Sequence[float | None]
Times = Sequence[float] | Sequence[date]


class Point(NamedTuple):
    """One score and when it was."""

    x: Fraction
    y: Fraction


def exact(number: float) -> Fraction:
    """The decimal number a person typed, so that what is equal on paper is equal here."""
    return Fraction(repr(float(number)))


def read_points(values: Scores, time: Times | None, *, first: int = 1) -> list[Point]:
    """The scores with their times, missing left out, in the order of time.

    Without ``time`` the remaining scores are numbered from ``first``. Raises BadData for anything
    that is not a finite number, for times that are not one for each value, and for a time twice.
    """
    values = list(values)
    faults = [*_number_faults(values, "value", "Leave it empty where there are no data.")]
    if time is None:
        if faults:
            raise BadData(faults)
        kept = [exact(value) for value in values if value is not None]
        return [Point(Fraction(x), y) for x, y in enumerate(kept, start=first)]
    if len(time) != len(values):
        raise refuse(
            "lengths_differ",
            f"{len(values)} values but {len(time)} times. Give one for each.",
            column="time",
        )
    days = [moment.toordinal() if isinstance(moment, date) else moment for moment in time]
    faults += _number_faults(days, "time", "Give every session a time.", missing=False)
    faults = faults or [*_repeated(days)]
    if faults:
        raise BadData(faults)
    pairs = zip(days, values, strict=True)
    return sorted(Point(exact(x), exact(y)) for x, y in pairs if y is not None)


def _number_faults(
    numbers: Sequence[Any], column: str, mend: str, *, missing: bool = True
) -> Iterator[Fault]:
    for row, number in enumerate(numbers, start=1):
        if number is None and missing:
            continue
        if not is_number(number):
            yield Fault("not_a_number", f"{number} is not a finite number. {mend}", row, column)


def _repeated(times: Sequence[float]) -> Iterator[Fault]:
    seen: dict[float, int] = {}
    for row, moment in enumerate(times, start=1):
        if moment in seen:
            yield Fault(
                "duplicate_session",
                f"Time {moment:g} is already in row {seen[moment]}. Keep one of the two.",
                row,
                "time",
            )
        seen.setdefault(moment, row)


def median(numbers: Sequence[Fraction]) -> Fraction:
    """The middle number, or the mean of the two in the middle."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def mean(numbers: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean, exactly."""
    return sum(numbers, Fraction(0)) / len(numbers)
