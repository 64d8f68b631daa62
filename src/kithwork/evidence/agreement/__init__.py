"""Do two observers see the same? One index, one function; all of them answer with an `Agreement`."""

from kithwork.evidence.agreement.alpha import alpha
from kithwork.evidence.agreement.counts import (
    exact_count_per_interval,
    interval_by_interval,
    mean_count_per_interval,
    scored_interval,
    total_count,
    unscored_interval,
)
from kithwork.evidence.agreement.coverage import Coverage, Scored, coverage
from kithwork.evidence.agreement.door import METHODS, ioa
from kithwork.evidence.agreement.durations import mean_duration_per_occurrence, total_duration
from kithwork.evidence.agreement.fidelity import fidelity
from kithwork.evidence.agreement.icc import icc
from kithwork.evidence.agreement.kappa import kappa
from kithwork.evidence.agreement.result import Agreement
from kithwork.evidence.agreement.window import time_window

__all__ = [
    "METHODS", "Agreement", "Coverage", "Scored", "alpha", "coverage", "exact_count_per_interval",
    "fidelity", "icc", "interval_by_interval", "ioa", "kappa", "mean_count_per_interval",
    "mean_duration_per_occurrence", "scored_interval", "time_window", "total_count", "total_duration",
    "unscored_interval",
]  # fmt: skip
