"""Agreement on counts and on intervals.

Source: Cooper, Heron & Heward (2020), Applied Behavior Analysis; Kazdin (2011), Single-Case Research Designs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kithwork.evidence.agreement.result import (
    Agreement,
    missing,
    pairs_of,
    smaller_over_larger,
)

Counts = Sequence[float | None]
# Below and above this share of scored intervals, agreement by chance fills interval-by-interval.
RARE, FREQUENT = 0.3, 0.7
RARE_SENTENCE = (
    "Few intervals were scored, and agreeing on nothing lifts this index. "
    "Look at scored-interval agreement."
)
FREQUENT_SENTENCE = (
    "Most intervals were scored, and agreeing on them lifts this index. "
    "Look at unscored-interval agreement."
)


def total_count(first: Counts, second: Counts) -> Agreement:
    """Smaller over larger of the two session totals. Two totals of zero agree fully.

    Parameters
    ----------
    first, second
        Counts of each observer, interval by interval (or one total); None where one did not score: that
        interval is left out for both, and counted in ``details``.

    Raises
    ------
    BadData
        For lengths that differ, or a count that is no finite number of zero or more.
    """
    both, left_out = pairs_of(first, second)
    if not both:
        return missing("total_count", "nothing_to_compare")
    one, two = math.fsum(x for x, _ in both), math.fsum(y for _, y in both)
    return Agreement(
        "total_count",
        smaller_over_larger(one, two),
        n=len(both),
        details={"first": one, "second": two, "left_out": left_out},
    )


def mean_count_per_interval(first: Counts, second: Counts) -> Agreement:
    """Mean over intervals of smaller over larger; zero and zero agree fully. Raises as `total_count`."""
    both, left_out = pairs_of(first, second)
    if not both:
        return missing("mean_count_per_interval", "nothing_to_compare")
    shares = [smaller_over_larger(one, two) for one, two in both]
    return Agreement(
        "mean_count_per_interval",
        math.fsum(shares) / len(shares),
        n=len(both),
        details={"left_out": left_out},
    )


def exact_count_per_interval(first: Counts, second: Counts) -> Agreement:
    """Share of intervals with equal counts. Raises as `total_count`."""
    both, left_out = pairs_of(first, second)
    return _share("exact_count_per_interval", [one == two for one, two in both], left_out)


def interval_by_interval(first: Counts, second: Counts) -> Agreement:
    """Share of intervals that both scored or both did not. Raises as `total_count`.

    A warning stands beside it where behaviour is rare or frequent and chance alone would agree.
    """
    both, left_out = pairs_of(first, second)
    scored = [(one > 0, two > 0) for one, two in both]
    found = _share("interval_by_interval", [one == two for one, two in scored], left_out)
    if found.value is None:
        return found
    rate = sum(one + two for one, two in scored) / (2 * len(scored))
    said = RARE_SENTENCE if rate < RARE else FREQUENT_SENTENCE if rate > FREQUENT else ""
    return Agreement(
        found.index, found.value, n=found.n,
        details={**found.details, "scored_share": rate}, warnings=(said,) if said else (),
    )  # fmt: skip


def scored_interval(first: Counts, second: Counts) -> Agreement:
    """Of the intervals that at least one scored, the share both did; None where nobody scored any."""
    both, left_out = pairs_of(first, second)
    seen = [(one > 0) and (two > 0) for one, two in both if one > 0 or two > 0]
    return _share("scored_interval", seen, left_out)


def unscored_interval(first: Counts, second: Counts) -> Agreement:
    """Of the intervals that at least one left unscored, the share both did; None where all are scored."""
    both, left_out = pairs_of(first, second)
    empty = [one == 0 and two == 0 for one, two in both if one == 0 or two == 0]
    return _share("unscored_interval", empty, left_out)


def _share(index: str, agreed: list[bool], left_out: int) -> Agreement:
    if not agreed:
        return missing(index, "nothing_to_compare", details={"left_out": left_out})
    return Agreement(
        index,
        sum(agreed) / len(agreed),
        n=len(agreed),
        details={"agreed": sum(agreed), "left_out": left_out},
    )
