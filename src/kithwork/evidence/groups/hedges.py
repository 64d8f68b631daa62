"""Hedges' g of two groups, and whether they were alike before."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtr

from kithwork.evidence.faults import refuse
from kithwork.evidence.groups.result import (
    GroupEffect,
    improvement_index,
    interval,
    missing,
    numbers,
    omega,
)

# Name -> standard error from (omega, 1/n_t + 1/n_c, g, d, N).
SE_KINDS: dict[str, Callable[[float, float, float, float, int], float]] = {
    "omega_g": lambda w, part, g, d, n: w * math.sqrt(part + g**2 / (2 * n)),
    "omega_d": lambda w, part, g, d, n: w * math.sqrt(part + d**2 / (2 * n)),
    "plain_g": lambda w, part, g, d, n: math.sqrt(part + g**2 / (2 * n)),
}
FINE, ADJUSTABLE = 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Moments:
    """Size, mean and standard deviation (divisor n - 1) of one group."""

    n: int
    mean: float
    sd: float


def moments(scores: Sequence[float | None], name: str) -> Moments:
    """Moments of the scores that are there; a standard deviation of 0 for one score."""
    kept = [value for value in numbers(scores, name) if value is not None]
    if not kept:
        return Moments(0, 0.0, 0.0)
    same = len(set(kept)) == 1
    sd = 0.0 if same else float(np.std(kept, ddof=1))
    return Moments(len(kept), math.fsum(kept) / len(kept), sd)


def pooled_sd(treatment: Moments, comparison: Moments) -> float:
    df = treatment.n + comparison.n - 2
    squares = (treatment.n - 1) * treatment.sd**2 + (comparison.n - 1) * comparison.sd**2
    return math.sqrt(squares / df)


def hedges_g(
    treatment: Sequence[float | None] | Moments,
    comparison: Sequence[float | None] | Moments,
    *,
    se: str = "omega_g",
    level: float = 0.95,
) -> GroupEffect:
    """Difference of two means in pooled standard deviations, corrected for small samples.

    Parameters
    ----------
    treatment, comparison
        Scores of each group (None where missing: that person is left out), or their `Moments`.
    se
        "omega_g" (default), "omega_d" or "plain_g": published variants that differ in the third digit.
    level
        Confidence level.

    Returns
    -------
    GroupEffect
        ``details`` has the pooled SD, omega, d, t, df, two-sided p, the improvement index and the
        equivalence category. None with ``too_few_points`` below two people in a group, ``no_variation``
        where nobody differs.

    Raises
    ------
    BadData
        For a score that is no finite number, or an unknown standard error.

    Source: Hedges (1981); What Works Clearinghouse Procedures Handbook.
    """
    if se not in SE_KINDS:
        raise refuse(
            "unknown_se", f"{se!r} is no standard error here. Use one of: {', '.join(SE_KINDS)}."
        )
    one = treatment if isinstance(treatment, Moments) else moments(treatment, "treatment")
    two = comparison if isinstance(comparison, Moments) else moments(comparison, "comparison")
    sizes: dict[str, Any] = {"n_t": one.n, "n_c": two.n}
    if min(one.n, two.n) < 2:
        return missing("hedges_g", "too_few_points", **sizes)
    spread = pooled_sd(one, two)
    if spread == 0:
        return missing("hedges_g", "no_variation", **sizes)
    total, part = one.n + two.n, 1 / one.n + 1 / two.n
    d, w = (one.mean - two.mean) / spread, omega(total)
    g, t, df = w * d, d / math.sqrt(part), total - 2
    error = SE_KINDS[se](w, part, g, d, total)
    details: dict[str, Any] = {
        "sd_pooled": spread,
        "omega": w,
        "d": d,
        "t": t,
        "df": df,
        "p": two_sided(t, df),
        "improvement_index": improvement_index(g),
        "equivalence": equivalence(g),
    }
    return GroupEffect(
        "hedges_g",
        g,
        se=error,
        se_kind=se,
        ci=interval(g, error, level),
        level=level,
        details=details,
        **sizes,
    )


def two_sided(t: float, df: float) -> float:
    """Two-sided p of a t value."""
    return 2 * float(stdtr(df, -abs(t)))


def equivalence(g: float) -> str:
    """Were two groups alike before? Judged unrounded, both bounds inclusive.

    "satisfied_no_adjustment" up to 0.05, "adjustment_required" up to 0.25, beyond that
    "not_equivalent": no adjustment rescues it. Source: What Works Clearinghouse handbook.
    """
    if abs(g) <= FINE:
        return "satisfied_no_adjustment"
    return "adjustment_required" if abs(g) <= ADJUSTABLE else "not_equivalent"
