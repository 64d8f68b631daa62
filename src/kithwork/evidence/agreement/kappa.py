"""Cohen's kappa, plain and weighted."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from kithwork.evidence.agreement.labels import ordered, ratings_of
from kithwork.evidence.agreement.result import Agreement, missing
from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import check_level

Table = NDArray[np.float64]
WEIGHTS = (None, "linear", "quadratic")
# What is left of a variance that is zero but for rounding.
ZERO = 1e-12


def kappa(
    first: Sequence[Hashable | None],
    second: Sequence[Hashable | None],
    *,
    weights: str | None = None,
    level: float = 0.95,
) -> Agreement:
    """Agreement beyond what the two observers' own rates would give by chance.

    Parameters
    ----------
    first, second
        One category a place for each observer; None where one did not score: that place is left out.
    weights
        None counts full agreement only; "linear" and "quadratic" give part for near categories, in the
        sorted order of all categories that occur.
    level
        Confidence level of the interval.

    Returns
    -------
    Agreement
        ``se`` (Fleiss, Cohen and Everitt) belongs to the interval. ``details`` has observed and expected
        agreement, kappa's maximum with these rates, prevalence and bias (two categories), PABAK, and the
        test against zero with its own standard error. None where both gave one and the same category.

    Raises
    ------
    BadData
        For lengths that differ, an unknown weighting, a level outside 0 to 1, a rating that is no
        category (not a number, a list), or categories that cannot be put in order.

    Source: Cohen (1960, 1968); Fleiss, Cohen & Everitt (1969).
    """
    index = "kappa" if weights is None else f"kappa_{weights}"
    if weights not in WEIGHTS:
        raise refuse(
            "unknown_weights", f"{weights!r} is no weighting. Use linear, quadratic or none."
        )
    check_level(level)
    if len(first) != len(second):
        raise refuse(
            "lengths_differ",
            f"The first observer has {len(first)} entries and the second {len(second)}. "
            "Give one for each place to both.",
        )
    ones, twos = ratings_of("first", first), ratings_of("second", second)
    both = [(x, y) for x, y in zip(ones, twos, strict=True) if x is not None and y is not None]
    if not both:
        return missing(index, "nothing_to_compare")
    categories = ordered((x for pair in both for x in pair), "categories")
    table = _table(both, categories)
    options = {"weights": weights or "none", "categories": categories}
    if len(categories) == 1:
        return missing(
            index, "both_constant", n=len(both), options=options, details={"observed": 1.0}
        )
    return _worked_out(
        index, table, len(both), _weighting(len(categories), weights), level, options
    )


def _table(both: list[tuple[Any, Any]], categories: list[Any]) -> Table:
    """Shares of all places, first observer's category by second's."""
    place = {category: number for number, category in enumerate(categories)}
    counts = np.zeros((len(categories), len(categories)))
    for one, two in both:
        counts[place[one], place[two]] += 1
    return counts / len(both)


def _weighting(k: int, weights: str | None) -> Table:
    """1 on the diagonal, and what a near category is worth beside it."""
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    if weights is None:
        return np.eye(k)
    return 1 - (apart if weights == "linear" else apart**2)


def _worked_out(
    index: str, p: Table, n: int, w: Table, level: float, options: dict[str, Any]
) -> Agreement:
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    chance = np.outer(rows, columns)
    observed, expected = float((w * p).sum()), float((w * chance).sum())
    left = 1 - expected
    value = (observed - expected) / left
    near = np.add.outer(w @ columns, rows @ w)
    null = float((chance * (w - near) ** 2).sum()) - expected**2
    spread = (
        float((p * (w - near * (1 - value)) ** 2).sum()) - (value - expected * (1 - value)) ** 2
    )
    se_null = math.sqrt(null / n) / left if null > ZERO else 0.0
    se = math.sqrt(spread / n) / left if spread > ZERO else 0.0
    z = value / se_null if null > ZERO else None
    half = float(ndtri(0.5 + level / 2)) * se
    details: dict[str, Any] = {
        "observed": observed,
        "expected": expected,
        "kappa_max": _most(rows, columns, w, expected),
        "se_null": se_null,
        "z": z,
        "p": None if z is None else 2 * float(ndtr(-abs(z))),
    }
    if index == "kappa":
        details |= _prevalence(p, observed)
    return Agreement(
        index,
        value,
        n=n,
        se=se,
        se_kind="fleiss_cohen_everitt",
        ci=(value - half, value + half),
        level=level,
        details=details,
        options=options,
    )


def _most(rows: Table, columns: Table, w: Table, expected: float) -> float | None:
    """The highest kappa these two observers' rates allow; only for full agreement is it in closed form."""
    if not np.array_equal(w, np.eye(len(w))):
        return None
    return float((np.minimum(rows, columns).sum() - expected) / (1 - expected))


def _prevalence(p: Table, observed: float) -> dict[str, float]:
    """Prevalence and bias of two categories, and kappa as it were without both (PABAK)."""
    k = len(p)
    found = {"pabak": (k * observed - 1) / (k - 1)}
    if k == 2:
        found["prevalence"] = float(abs(p[0, 0] - p[1, 1]))
        found["bias"] = float(abs(p[0, 1] - p[1, 0]))
    return found
