"""Tau after the baseline's trend is taken out."""

from __future__ import annotations

import numpy as np

from kithwork.evidence.effects.columns import (
    SAME,
    Cases,
    Columns,
    Floats,
    missing,
    nearness,
    normal_interval,
)
from kithwork.evidence.effects.nap import from_wins, wins
from kithwork.evidence.effects.tau import doubled

TREND_IS_TAKEN_AS_KNOWN = (
    "The standard error treats the baseline trend as known; the true uncertainty is larger."
)


def tau_bc_columns(cases: Cases, level: float) -> Columns:
    """Tau of the residuals from the baseline's Theil-Sen line, for k cases.

    Needs two baseline scores. Never decided by a pre-test of the trend.

    Source: Tarlow (2017); in this form Pustejovsky & Swan's program.
    """
    if cases.m < 2 or not cases.n:
        return missing(cases.k, "one_point_phase" if cases.m == 1 else "empty_phase")
    a, b, line, same = _residuals(cases)
    found = doubled(from_wins(wins(a, b, same), level))
    return _told(found, cases, line)


def tau_bc_kendall_columns(cases: Cases, level: float) -> Columns:
    """Kendall's tau-b of the same residuals with the phase as 0 and 1.

    Source: Tarlow (2017), always corrected.
    """
    if cases.m < 2 or not cases.n:
        return missing(cases.k, "one_point_phase" if cases.m == 1 else "empty_phase")
    a, b, line, same = _residuals(cases)
    m, n = cases.m, cases.n
    score = (2 * wins(a, b, same) - 1).sum(axis=(1, 2))
    both = np.concatenate([a, b], axis=1)
    first, second = np.triu_indices(m + n, 1)
    ties = (np.abs(both[:, first] - both[:, second]) <= same[:, None]).sum(axis=1)
    untied = len(first) - ties
    # All residuals equal: nothing speaks for a change, and the score is 0 too.
    value = score / np.sqrt(np.maximum(untied, 1) * m * n)
    # tau-b of 1 may come out as 1 + 2e-16.
    se = np.sqrt(2 / (m + n) * np.maximum(1 - value**2, 0))
    found = Columns(value, ses={"tarlow": se}, options={"ties": "tau-b"})
    found.ci_low, found.ci_high = normal_interval(value, se, level)
    return _told(found, cases, line)


def _told(found: Columns, cases: Cases, line: tuple[Floats, Floats]) -> Columns:
    turned = 1 if cases.improvement == "increase" else -1
    found.extras = {"slope": turned * line[0], "intercept": turned * line[1]}
    found.options = {
        **found.options,
        "time": "renumbered" if cases.time is None else "session",
        "pretest": False,
    }
    found.warnings = (TREND_IS_TAKEN_AS_KNOWN,)
    return found


def _residuals(cases: Cases) -> tuple[Floats, Floats, tuple[Floats, Floats], Floats]:
    """Residuals of both phases, the line (slope, intercept), and how close counts as equal; all upward."""
    a, b = cases.upward
    time = cases.time
    if time is None:
        time = np.broadcast_to(np.arange(1.0, cases.m + cases.n + 1), (cases.k, cases.m + cases.n))
    before, after = time[:, : cases.m], time[:, cases.m :]
    slope = theil_sen_slopes(a, before)
    intercept = np.median(a - slope[:, None] * before, axis=1)
    same = np.maximum(nearness(a, b), SAME * np.abs(slope) * np.abs(time).max(axis=1))
    fitted_a = slope[:, None] * before + intercept[:, None]
    fitted_b = slope[:, None] * after + intercept[:, None]
    return a - fitted_a, b - fitted_b, (slope, intercept), same


def theil_sen_slopes(scores: Floats, time: Floats) -> Floats:
    """Median slope over all pairs of a row's points, (k,)."""
    first, second = np.triu_indices(scores.shape[1], 1)
    rise = scores[:, second] - scores[:, first]
    slopes: Floats = np.median(rise / (time[:, second] - time[:, first]), axis=1)
    return slopes
