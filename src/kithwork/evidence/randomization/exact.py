"""The statistic of every assignment of a plan at once, from cumulative sums."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.randomization.plan import RandomizationPlan

Floats = NDArray[np.float64]
Scores = Sequence[float | None]
Statistic = Callable[[list[float], list[float]], float]


def split_differences(scores: Scores) -> Floats:
    """(sessions + 1,): mean from session s on minus the mean before, at index s; nan where a side is empty."""
    values = np.array([np.nan if value is None else value for value in scores], dtype=float)
    there = ~np.isnan(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(there, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(there)])
    found = np.full(len(values) + 2, np.nan)
    for start in range(2, len(values) + 1):
        before, after = counts[start - 1], counts[-1] - counts[start - 1]
        if before and after:
            found[start] = (sums[-1] - sums[start - 1]) / after - sums[start - 1] / before
    return found


def reversal_difference(scores: Scores, changes: NDArray[np.int64]) -> Floats:
    """(k,): mean of both B phases minus mean of both A phases, for k triples of first sessions."""
    values = np.array([np.nan if value is None else value for value in scores], dtype=float)
    there = ~np.isnan(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(there, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(there)])
    one, two, three = (changes[:, column] - 1 for column in range(3))

    def in_treatment(total: NDArray[np.float64]) -> Floats:
        inside: Floats = (total[two] - total[one]) + (total[-1] - total[three])
        return inside

    treated, n_treated = in_treatment(sums), in_treatment(counts.astype(float))
    rest, n_rest = sums[-1] - treated, counts[-1] - n_treated
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(
            (n_treated > 0) & (n_rest > 0), treated / n_treated - rest / n_rest, np.nan
        )
    return found


def median_difference(before: list[float], after: list[float]) -> float:
    """Median after minus median before."""
    return float(np.median(after) - np.median(before))


def nap(before: list[float], after: list[float]) -> float:
    """Share of pairs in which the later score is higher, ties by half."""
    ahead = np.subtract.outer(np.array(after), np.array(before))
    return float(((ahead > 0) + 0.5 * (ahead == 0)).mean())


def split_statistics(scores: Scores, statistic: Statistic) -> Floats:
    """As `split_differences`, for another statistic of the scores before and after."""
    found = np.full(len(scores) + 2, np.nan)
    for start in range(2, len(scores) + 1):
        found[start] = _of_two(scores[: start - 1], scores[start - 1 :], statistic)
    return found


def reversal_statistics(scores: Scores, changes: NDArray[np.int64], statistic: Statistic) -> Floats:
    """As `reversal_difference`, for another statistic of both A and both B phases."""
    found = []
    for one, two, three in changes - 1:
        rest = [*scores[:one], *scores[two:three]]
        found.append(_of_two(rest, [*scores[one:two], *scores[three:]], statistic))
    return np.array(found)


def _of_two(before: Scores, after: Scores, statistic: Statistic) -> float:
    old, new = ([score for score in side if score is not None] for side in (before, after))
    return statistic(old, new) if old and new else math.nan


def all_triples(sessions: int, shortest: int) -> NDArray[np.int64]:
    """Every way to place three changes so that no phase is shorter, (k, 3)."""
    spare = sessions - 4 * shortest
    bars = np.array(list(combinations(range(spare + 3), 3)), dtype=np.int64).reshape(-1, 3)
    return bars - np.arange(3) + 1 + shortest * np.arange(1, 4)


def every_statistic(plan: RandomizationPlan, table: Floats) -> Floats:
    """Mean over cases of the split differences, for every assignment of the plan but ABAB's.

    ``table`` (cases, sessions + 2): each case's split differences by first treatment session.
    """
    cases = len(plan.cases)
    if plan.design in {"AB", "marascuilo_busk"}:
        return _sums([table[case, list(one)] for case, one in enumerate(plan.choices)]) / cases
    return np.concatenate(list(_of_orders(plan, table))) / cases


def _of_orders(plan: RandomizationPlan, table: Floats) -> Iterator[Floats]:
    places = len(plan.cases)
    if plan.design == "wampold_worsham":
        starts = np.array(plan.choices[0])
        orders = np.array(list(permutations(range(places))))
        yield table[np.arange(places)[None, :], starts[orders]].sum(axis=1)
        return
    for order in permutations(range(places)):
        yield _sums([table[case, list(plan.choices[place])] for case, place in enumerate(order)])


def _sums(columns: list[Floats]) -> Floats:
    """Sum of one value from each column, for every way to choose them."""
    total = columns[0]
    for column in columns[1:]:
        total = (total[:, None] + column[None, :]).ravel()
    return total
