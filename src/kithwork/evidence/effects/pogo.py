"""Percent of goal obtained."""

from __future__ import annotations

import numpy as np

from kithwork.evidence.effects.columns import (
    Cases,
    Columns,
    mean_and_variance,
    missing,
    nearness,
    normal_interval,
)


def pogo_columns(cases: Cases, level: float) -> Columns:
    """How much of the way from the baseline mean to the goal was gone, in percent.

    Source: Ferron, Goldstein, Olszewski & Rohrer (2020).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    goal = np.full(cases.k, np.nan) if cases.goal is None else cases.goal
    (mean_a, var_a), (mean_b, var_b) = mean_and_variance(cases.a), mean_and_variance(cases.b)
    # A mean may be off in its last bits: that of 0.1, 0.2 and 0.3 is 0.2.
    at_the_goal = np.abs(goal - mean_a) <= nearness(cases.a)
    way = np.where(at_the_goal, np.nan, goal - mean_a)
    value = 100 * (mean_b - mean_a) / way
    shares = var_a / cases.m
    se = 100 * np.sqrt(shares + var_b / cases.n + (value / 100) ** 2 * shares) / np.abs(way)
    found = Columns(value, ses={"delta_method": se})
    found.ci_low, found.ci_high = normal_interval(value, se, level)
    found.because("no_goal", np.isnan(goal))
    found.because("goal_is_baseline", at_the_goal)
    found.because("one_point_phase", np.full(cases.k, min(cases.m, cases.n) < 2))
    return found
