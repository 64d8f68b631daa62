"""PND, PEM, PAND and IRD: shares of sessions that do not overlap. None has an agreed standard error."""

from __future__ import annotations

import numpy as np

from kithwork.evidence.effects.columns import Cases, Columns, Floats, missing, nearness


def _without_se(value: Floats, **options: str) -> Columns:
    found = Columns(value, options=options)
    found.because("no_agreed_se", np.ones(len(value), bool))
    return found


def pnd_columns(cases: Cases, level: float) -> Columns:
    """Share of treatment scores strictly better than the best baseline score.

    Source: Scruggs, Mastropieri & Casto (1987).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    a, b = cases.upward
    return _without_se((b > a.max(axis=1)[:, None]).mean(axis=1), ties="not better")


def pem_columns(cases: Cases, level: float, *, variant: str = "half") -> Columns:
    """Share of treatment scores beyond the baseline median; a tie counts one half, or nothing if strict.

    Source: Ma (2006).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    a, b = cases.upward
    # The middle of two scores may be off in its last bit: 0.4 and 0.8 have 0.6 between them.
    ahead, same = b - np.median(a, axis=1)[:, None], nearness(a, b)[:, None]
    tie = 0.5 if variant == "half" else 0.0
    share = np.where(ahead > same, 1.0, np.where(ahead < -same, 0.0, tie)).mean(axis=1)
    return _without_se(share, ties="half" if variant == "half" else "not better")


def pand_columns(cases: Cases, level: float, *, variant: str = "removal") -> Columns:
    """Share of all scores left when as few as possible are taken away to end the overlap.

    ``removal`` keeps the largest set in which every baseline score is strictly worse than every
    treatment score. ``sort`` orders all scores, cuts at m and counts agreement with the phase. They
    give different numbers.

    Source: Parker, Hagan-Burke & Vannest (2007).
    """
    if not cases.m and not cases.n:
        return missing(cases.k, "empty_phase")
    kept = _kept(cases) if variant == "removal" else _sorted_in_place(cases)
    return _without_se(kept / (cases.m + cases.n), variant=variant, ties="overlap")


def _kept(cases: Cases) -> Floats:
    """How many scores stay: the i lowest of A with every B above them, for the best i."""
    a, b = cases.upward
    ranked = np.sort(a, axis=1)
    above = (b[:, None, :] > ranked[:, :, None]).sum(axis=2)
    with_some_a = above + np.arange(1, cases.m + 1)
    best: Floats = np.maximum(with_some_a.max(axis=1, initial=0), cases.n).astype(float)
    return best


def _sorted_in_place(cases: Cases) -> Floats:
    """How many scores lie on their phase's side of the cut, equal scores baseline first."""
    a, b = cases.upward
    order = np.argsort(np.concatenate([a, b], axis=1), axis=1, kind="stable")
    right: Floats = 2.0 * (order[:, : cases.m] < cases.m).sum(axis=1) + cases.n - cases.m
    return right


def ird_columns(cases: Cases, level: float) -> Columns:
    """Robust improvement rate difference, from PAND.

    Source: Parker, Vannest & Brown (2009).
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    m, n = cases.m, cases.n
    pand = _kept(cases) / (m + n)
    return _without_se(((m + n) ** 2 * pand - m**2 - n**2) / (2 * m * n), ties="overlap")
