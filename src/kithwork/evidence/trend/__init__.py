"""Trends and what stands on them: lines through a phase, celeration, autocorrelation, verdicts."""

from __future__ import annotations

from kithwork.evidence.trend.celerating import as_factor, celeration
from kithwork.evidence.trend.dependence import autocorrelation
from kithwork.evidence.trend.dual import (
    Verdict,
    conservative_dual_criterion,
    dual_criterion,
    required_points,
)
from kithwork.evidence.trend.lines import (
    Line,
    mean_line,
    median_line,
    ols,
    quarter_intersect,
    split_middle,
    theil_sen,
)

__all__ = [
    "Line",
    "Verdict",
    "as_factor",
    "autocorrelation",
    "celeration",
    "conservative_dual_criterion",
    "dual_criterion",
    "mean_line",
    "median_line",
    "ols",
    "quarter_intersect",
    "required_points",
    "split_middle",
    "theil_sen",
]
