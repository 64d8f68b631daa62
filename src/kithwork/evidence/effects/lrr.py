"""Log response ratios: change in proportion to where it began."""

from __future__ import annotations

import numpy as np

from kithwork.evidence.effects.columns import (
    Cases,
    Columns,
    Flags,
    Floats,
    mean_and_variance,
    missing,
    nearness,
    normal_interval,
)

# The index is natural for outcomes that go this way.
NATURAL = {"LRRd": "decrease", "LRRi": "increase"}
FULL = {"percentage": 100.0, "proportion": 1.0}


def truncation_constant(cases: Cases) -> Floats:
    """D of each case: how finely its scores are told apart; inf where nothing is known."""
    unknown = np.full(cases.k, np.nan)
    if cases.scale == "count":
        return np.ones(cases.k)
    if cases.scale == "rate":
        given = unknown if cases.minutes is None else cases.minutes
    elif cases.scale in FULL:
        given = unknown if cases.intervals is None else cases.intervals / FULL[cases.scale]
    else:
        given = unknown
    constant: Floats = np.where(np.isnan(given), np.inf, given)
    return constant


def lrr_columns(cases: Cases, level: float, *, index: str, corrected: bool = True) -> Columns:
    """LRRd or LRRi of k cases.

    The natural direction of LRRd is decrease, of LRRi increase. For an outcome that goes the other way
    percentages and proportions are turned over (100 - M), other scales change sign.

    Source: Pustejovsky (2015, 2018).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    against = cases.improvement != NATURAL[index]
    turned = against and cases.scale in FULL
    d = truncation_constant(cases)
    log_a, share_a = _phase(cases.a, d, FULL.get(cases.scale) if turned else None, corrected)
    log_b, share_b = _phase(cases.b, d, FULL.get(cases.scale) if turned else None, corrected)
    value = log_b - log_a
    if against and not turned:
        value = -value
    se = np.sqrt(share_a + share_b)
    found = Columns(
        value,
        ses={"delta_method": se},
        extras={"percent_change": 100 * np.expm1(value)},
        options={"correction": "bias" if corrected else "none"},
    )
    found.ci_low, found.ci_high = normal_interval(value, se, level)
    no_log = _no_level(log_a, cases.m) | _no_level(log_b, cases.n)
    found.because(
        "no_truncation_constant" if cases.scale in {"rate", *FULL} else "no_level", no_log
    )
    found.because("one_point_phase", np.full(cases.k, min(cases.m, cases.n) < 2))
    return found


def _phase(scores: Floats, d: Floats, full: float | None, corrected: bool) -> tuple[Floats, Floats]:
    """Log of a phase's level, and its share of the variance; nan where the level has no logarithm."""
    n = scores.shape[1]
    mean, variance = mean_and_variance(scores)
    if full is not None:
        mean = full - mean
    mean = np.maximum(mean, 1 / (2 * d * n))
    variance = np.maximum(variance, 1 / (d**2 * n**3))
    # Scores that cancel out have no level, whatever rounding their mean went through.
    level = np.where(mean > nearness(scores), mean, np.nan)
    share = variance / (n * level**2)
    log = np.log(level)
    return (log + share / 2 if corrected else log), share


def _no_level(log: Floats, n: int) -> Flags:
    return np.isnan(log) if n > 1 else np.zeros(len(log), bool)
