"""Log odds ratio, for percentages and proportions."""

from __future__ import annotations

import numpy as np

from kithwork.evidence.effects.columns import (
    Cases,
    Columns,
    Flags,
    Floats,
    mean_and_variance,
    missing,
    normal_interval,
)
from kithwork.evidence.effects.lrr import FULL


def lor_columns(cases: Cases, level: float, *, corrected: bool = True) -> Columns:
    """Change of the log odds, positive when better. Scores lie in 0 to 100, or 0 to 1.

    With the number of intervals K a level at the floor or ceiling is kept 1 / (2 K n) away from it.

    Source: Pustejovsky (2015).
    """
    if cases.scale not in FULL:
        return missing(cases.k, "wrong_scale")
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    known = np.full(cases.k, np.nan) if cases.intervals is None else cases.intervals
    d = np.where(np.isnan(known), np.inf, known)
    log_a, share_a = _phase(cases.a / FULL[cases.scale], d, corrected)
    log_b, share_b = _phase(cases.b / FULL[cases.scale], d, corrected)
    value = log_b - log_a if cases.improvement == "increase" else log_a - log_b
    outside = _outside(cases.a, cases.scale) | _outside(cases.b, cases.scale)
    value[outside] = np.nan
    se = np.where(outside, np.nan, np.sqrt(share_a + share_b))
    found = Columns(
        value,
        ses={"delta_method": se},
        options={"correction": "bias" if corrected else "none"},
    )
    found.ci_low, found.ci_high = normal_interval(value, se, level)
    one = min(cases.m, cases.n) < 2
    found.because("one_point_phase", np.full(cases.k, one))
    found.because("out_of_range", outside)
    at_the_end = np.isnan(value) & ~outside & ~np.full(cases.k, one)
    found.because("no_truncation_constant", at_the_end)
    return found


def _outside(scores: Floats, scale: str) -> Flags:
    """Cases with a score that no percentage can be: read off a graph, it has no odds."""
    beyond: Flags = np.any((scores < 0) | (scores > FULL[scale]), axis=1)
    return beyond


def _phase(scores: Floats, d: Floats, corrected: bool) -> tuple[Floats, Floats]:
    """Log odds of a phase's level and its variance; nan at a floor or ceiling nothing keeps off."""
    n = scores.shape[1]
    mean, variance = mean_and_variance(scores)
    edge = 1 / (2 * d * n)
    level = np.clip(mean, edge, 1 - edge)
    level = np.where((level > 0) & (level < 1), level, np.nan)
    share = variance / (n * level**2 * (1 - level) ** 2)
    log = np.log(level / (1 - level))
    return (log - (2 * level - 1) * share / 2 if corrected else log), share
