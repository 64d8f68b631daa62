"""Tau-U: Tau with the baseline's own trend taken off, in its three conventions."""

from __future__ import annotations

import numpy as np

from kithwork.evidence.effects.columns import Cases, Columns, Floats, missing

BEYOND_ONE = "This form of Tau-U can lie beyond 1; it is not a correlation then."


def tau_u_columns(cases: Cases, level: float, *, variant: str = "parker") -> Columns:
    """(S_AB - S_A) over a number of pairs that the variant names.

    ``parker`` divides by m n and can exceed 1. ``complete_a`` divides by all pairs used, the pairs
    within the baseline included. ``complete_b`` takes off what ties cannot decide, as tau-b does.
    No standard error is agreed for any of them, so none is given.

    Source: Parker, Vannest, Davis & Sauber (2011); the denominators as Brossart and others (2018) tell them apart.
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    a, b = cases.upward
    between = np.sign(b[:, None, :] - a[:, :, None]).sum(axis=(1, 2))
    score = between - trend_score(a)
    found = Columns(score / _pairs(a, b, variant), options={"variant": variant})
    found.because("no_agreed_se", np.ones(cases.k, bool))
    if variant == "parker":
        found.warnings = (BEYOND_ONE,)
    else:
        found.because("no_variation", np.isnan(found.value))
    return found


def trend_score(scores: Floats) -> Floats:
    """Rises minus falls over all pairs of a row, in session order."""
    first, second = np.triu_indices(scores.shape[1], 1)
    total: Floats = np.sign(scores[:, second] - scores[:, first]).sum(axis=1)
    return total


def _pairs(a: Floats, b: Floats, variant: str) -> Floats:
    m, n = a.shape[1], b.shape[1]
    if variant == "parker":
        return np.full(len(a), float(m * n))
    pairs = m * n + m * (m - 1) / 2
    if variant == "complete_a":
        return np.full(len(a), float(pairs))
    # tau-b: pairs of treatment scores are tied in the design, equal scores are tied in the outcome.
    both = np.concatenate([a, b], axis=1)
    first, second = np.triu_indices(m + n, 1)
    ties = (both[:, first] == both[:, second]).sum(axis=1)
    untied = np.where(ties < len(first), len(first) - ties, np.nan)
    divisor: Floats = np.sqrt(pairs * untied)
    return divisor
