"""Log ratio of medians."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.special import bdtr, ndtri

from kithwork.evidence.effects.columns import Cases, Columns, Floats, missing, normal_interval


def lrm_columns(cases: Cases, level: float, *, delta: bool = False) -> Columns:
    """Log of the treatment median over the baseline median, positive when better.

    The standard error comes from two order statistics around each median; with ``delta`` it is taken
    on the scale of the scores and carried to the logarithm.

    Source: Bonett & Price (2020).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    log_a, var_a = _phase(cases.a, delta)
    log_b, var_b = _phase(cases.b, delta)
    value = log_b - log_a if cases.improvement == "increase" else log_a - log_b
    # A median without a logarithm has no variance either: neither has the score ranked below it.
    se = np.sqrt(var_a + var_b)
    found = Columns(value, ses={"order_statistics": se})
    found.ci_low, found.ci_high = normal_interval(value, se, level)
    found.because("one_point_phase", np.full(cases.k, min(cases.m, cases.n) < 2))
    rest = np.isnan(se) & np.full(cases.k, min(cases.m, cases.n) > 1)
    found.because("no_level", np.isnan(value) | rest)
    return found


@cache
def order_statistics(n: int) -> tuple[int, int, float]:
    """Ranks of the scores either side of the median, and the normal quantile they stand for."""
    low = max(round(n / 2 - math.sqrt(n)), 1)  # round half to even, as the source's program
    z = float(ndtri(1 - bdtr(low - 1, n, 0.5)))
    return low, n - low + 1, z


def _phase(scores: Floats, delta: bool) -> tuple[Floats, Floats]:
    n = scores.shape[1]
    ranked = np.sort(scores, axis=1)
    middle = np.median(ranked, axis=1)
    log = np.log(np.where(middle > 0, middle, np.nan))
    if n < 2:
        return log, np.full(len(log), np.nan)
    low, high, z = order_statistics(n)
    below, above = ranked[:, low - 1], ranked[:, high - 1]
    if delta:
        return log, ((above - below) / (2 * z)) ** 2 / np.exp(2 * log)
    span = np.log(np.where(above > 0, above, np.nan)) - np.log(np.where(below > 0, below, np.nan))
    return log, (span / (2 * z)) ** 2
