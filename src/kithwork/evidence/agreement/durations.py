"""Agreement on how long bouts lasted."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kithwork.evidence.agreement.result import Agreement, is_amount, missing, smaller_over_larger
from kithwork.evidence.faults import BadData, Fault


def total_duration(first: Sequence[float], second: Sequence[float]) -> Agreement:
    """Shorter over longer of the two total durations. No bout for either observer agrees fully.

    Parameters
    ----------
    first, second
        Durations of each observer's bouts, in seconds; the observers may have seen different numbers.

    Raises
    ------
    BadData
        For a duration that is no finite number of zero or more.

    Source: Cooper, Heron & Heward (2020), Applied Behavior Analysis.
    """
    one, two = math.fsum(_checked(first, "first")), math.fsum(_checked(second, "second"))
    return Agreement(
        "total_duration",
        smaller_over_larger(one, two),
        n=max(len(first), len(second)),
        details={"first": one, "second": two},
    )


def mean_duration_per_occurrence(first: Sequence[float], second: Sequence[float]) -> Agreement:
    """Mean over bouts, paired in order, of shorter over longer.

    None where the observers saw different numbers of bouts: pairing them in order would compare bouts
    that are not the same one. Raises as `total_duration`.
    """
    index = "mean_duration_per_occurrence"
    ones, twos = _checked(first, "first"), _checked(second, "second")
    if len(ones) != len(twos):
        return missing(index, "counts_differ", details={"first": len(ones), "second": len(twos)})
    if not ones:
        return missing(index, "nothing_to_compare")
    shares = [smaller_over_larger(one, two) for one, two in zip(ones, twos, strict=True)]
    return Agreement(index, math.fsum(shares) / len(shares), n=len(shares))


def _checked(durations: Sequence[float], name: str) -> list[float]:
    faults = [
        Fault(
            "not_a_number", f"{value!r} is not a duration. Give seconds, zero or more.", row, name
        )
        for row, value in enumerate(durations, start=1)
        if not is_amount(value)
    ]
    if faults:
        raise BadData(faults)
    return [float(value) for value in durations]
