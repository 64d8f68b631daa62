"""Krippendorff's alpha: any number of observers, any gaps."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.agreement.labels import ordered, ratings_of
from kithwork.evidence.agreement.result import Agreement, missing
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import is_number

LEVELS = ("nominal", "ordinal", "interval")


def alpha(units: Sequence[Sequence[Hashable | None]], *, level: str = "nominal") -> Agreement:
    """One minus observed over expected disagreement.

    Parameters
    ----------
    units
        One row for each thing that was rated, one entry for each observer; None where one did not
        rate it. Rows with fewer than two ratings say nothing and are left out.
    level
        "nominal" (different is different), "ordinal" (how many ranks lie between) or "interval" (the
        squared distance).

    Returns
    -------
    Agreement
        ``value`` at most 1; 0 is chance, below 0 is systematic disagreement. ``n`` counts the ratings
        that could be paired. None where only one value occurs, or nothing could be paired.

    Raises
    ------
    BadData
        For an unknown level, a rating that is no category (not a number, a list), values that are no
        finite numbers on an interval scale, or that cannot be put in order.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff (2007).
    """
    if level not in LEVELS:
        raise refuse("unknown_level", f"{level!r} is no level. Use one of: {', '.join(LEVELS)}.")
    if level == "interval":
        _check_numbers(units)
    rated = [ratings_of("observer", unit, row) for row, unit in enumerate(units, start=1)]
    given = [[x for x in unit if x is not None] for unit in rated]
    paired = [unit for unit in given if len(unit) > 1]
    options = {"level": level}
    if not paired:
        return missing("alpha", "nothing_to_compare", options=options)
    values = ordered((x for unit in paired for x in unit), "ratings")
    n = sum(map(len, paired))
    if len(values) == 1:
        return missing("alpha", "both_constant", n=n, options=options)
    together = _coincidences(paired, values)
    totals = together.sum(axis=1)
    apart = _distances(values, totals, level)
    observed = float((together * apart).sum())
    expected = float((np.outer(totals, totals) * apart).sum()) / (n - 1)
    return Agreement(
        "alpha",
        1 - observed / expected,
        n=n,
        details={"values": values, "units": len(paired), "left_out": len(units) - len(paired)},
        options=options,
    )


def _check_numbers(units: Sequence[Sequence[Any]]) -> None:
    faults = [
        Fault("not_a_number", f"{value!r} is not a finite number.", row, f"observer {column}")
        for row, unit in enumerate(units, start=1)
        for column, value in enumerate(unit, start=1)
        if value is not None and not is_number(value)
    ]
    if faults:
        raise BadData(faults)


def _coincidences(paired: list[list[Any]], values: list[Any]) -> NDArray[np.float64]:
    """How often each value met each other within a unit, every unit with the weight of its ratings."""
    place = {value: number for number, value in enumerate(values)}
    together = np.zeros((len(values), len(values)))
    for unit in paired:
        counts = np.bincount([place[value] for value in unit], minlength=len(values)).astype(float)
        together += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return together


def _distances(values: list[Any], totals: NDArray[np.float64], level: str) -> NDArray[np.float64]:
    k = len(values)
    if level == "nominal":
        return 1.0 - np.eye(k)
    if level == "interval":
        # No coefficient depends on the unit, and squares of very large or small numbers have none left.
        numbers = np.array(values, dtype=float) / np.abs(np.array(values, dtype=float)).max()
        apart: NDArray[np.float64] = np.square(np.subtract.outer(numbers, numbers))
        return apart
    # Ordinal: ratings between two values, each end by half.
    middle = np.cumsum(totals) - totals / 2
    between: NDArray[np.float64] = np.square(np.subtract.outer(middle, middle))
    return between
