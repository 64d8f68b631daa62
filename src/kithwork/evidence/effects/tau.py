"""Tau: NAP from -1 to 1."""

from __future__ import annotations

from kithwork.evidence.effects.columns import Cases, Columns, missing
from kithwork.evidence.effects.nap import nap_columns


def tau_columns(cases: Cases, level: float) -> Columns:
    """Tau = 2 NAP - 1 of k cases; standard errors doubled, interval mapped.

    Source: Parker, Vannest, Davis & Sauber (2011), the part without trend.
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    return doubled(nap_columns(cases, level))


def doubled(nap: Columns) -> Columns:
    """NAP's columns on the scale from -1 to 1."""
    assert nap.ci_low is not None and nap.ci_high is not None
    return Columns(
        2 * nap.value - 1,
        ses={kind: 2 * se for kind, se in nap.ses.items()},
        ci_low=2 * nap.ci_low - 1,
        ci_high=2 * nap.ci_high - 1,
        reasons=nap.reasons,
        options=nap.options,
    )
