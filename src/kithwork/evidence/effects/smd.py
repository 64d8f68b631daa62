"""Standardised mean differences within one case."""

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
    small_sample,
)


def smd_baseline_columns(cases: Cases, level: float, *, corrected: bool = True) -> Columns:
    """Mean difference in baseline standard deviations (Glass), positive when better.

    Source: Gingerich (1984); Busk & Serlin (1992); small-sample factor Hedges (1981).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    if cases.m < (3 if corrected else 2):
        return missing(cases.k, "two_point_baseline" if cases.m == 2 else "one_point_phase")
    a, b = cases.upward
    (mean_a, var_a), (mean_b, var_b) = mean_and_variance(a), mean_and_variance(b)
    spread = np.where(var_a > 0, var_a, np.nan)
    factor = small_sample(cases.m - 1) if corrected else 1.0
    d = factor * (mean_b - mean_a) / np.sqrt(spread)
    se = factor * np.sqrt(1 / cases.m + var_b / (cases.n * spread) + d**2 / (2 * (cases.m - 1)))
    return _told(d, se, level, var_a == 0, {"baseline_SD": np.sqrt(var_a)})


def smd_pooled_columns(cases: Cases, level: float) -> Columns:
    """Mean difference in pooled standard deviations, positive when better.

    The options have it without the small-sample factor too (``d_uncorrected``), and over the square root
    of the mean of both variances (``d_mean_variance``), which does not weigh the phases by their length.

    Source: Busk & Serlin (1992); small-sample factor Hedges (1981).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    df = cases.m + cases.n - 2
    if df < 2:  # at one degree of freedom the small-sample factor is zero, whatever the scores
        return missing(cases.k, "one_point_phase" if df < 1 else "too_few_points")
    a, b = cases.upward
    (mean_a, var_a), (mean_b, var_b) = mean_and_variance(a), mean_and_variance(b)
    # A phase of one score has no spread of its own and no weight in the pooled one.
    weight_a, weight_b = cases.m - 1, cases.n - 1
    pooled = (np.nan_to_num(var_a) * weight_a + np.nan_to_num(var_b) * weight_b) / df
    spread = np.where(pooled > 0, pooled, np.nan)
    plain = (mean_b - mean_a) / np.sqrt(spread)
    d = small_sample(df) * plain
    se = small_sample(df) * np.sqrt(1 / cases.m + 1 / cases.n + d**2 / (2 * df))
    middle = (var_a + var_b) / 2
    extras = {
        "pooled_SD": np.sqrt(pooled),
        "d_uncorrected": plain,
        "d_mean_variance": (mean_b - mean_a) / np.sqrt(np.where(middle > 0, middle, np.nan)),
    }
    return _told(d, se, level, pooled == 0, extras)


def _told(
    d: Floats,
    se: Floats,
    level: float,
    flat: Flags,
    extras: dict[str, Floats],
) -> Columns:
    found = Columns(d, ses={"delta_method": se}, extras=extras)
    found.ci_low, found.ci_high = normal_interval(d, se, level)
    found.because("no_variation", flat)
    found.because("one_point_phase", np.isnan(se) & ~flat)
    return found
