"""Nonoverlap of all pairs, and the score interval that Tau shares."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from kithwork.evidence.effects.columns import Cases, Columns, Flags, Floats, missing

SE_KINDS = ("unbiased", "hanley", "null")
# Newton is this near after six or seven steps; the bracket around it shrinks with every step.
_NEAR = 1e-15


def nap_columns(cases: Cases, level: float) -> Columns:
    """NAP of k cases, with its three standard errors and the score interval.

    Source: Parker & Vannest (2009); variance Sen (1967), Mee (1990); interval Newcombe (2006), method 5.
    """
    if not cases.m or not cases.n:
        return missing(cases.k, "empty_phase")
    a, b = cases.upward
    return from_wins(wins(a, b), level)


def wins(a: Floats, b: Floats, tolerance: Floats | float = 0.0) -> Floats:
    """(k, m, n): 1 where the treatment score is better, one half where it is equal, else 0."""
    ahead = b[:, None, :] - a[:, :, None]
    slack = np.asarray(tolerance).reshape(-1, 1, 1)
    better: Floats = np.where(ahead > slack, 1.0, np.where(ahead < -slack, 0.0, 0.5))
    return better


def from_wins(q: Floats, level: float) -> Columns:
    """The share of wins with its uncertainty, from (k, m, n) wins."""
    k, m, n = q.shape
    p = q.mean(axis=(1, 2))
    rows = ((q.mean(axis=2) - p[:, None]) ** 2).mean(axis=1)
    columns = ((q.mean(axis=1) - p[:, None]) ** 2).mean(axis=1)
    each = ((q - p[:, None, None]) ** 2).mean(axis=(1, 2))
    edge = 0.5 / (m * n)
    kept = np.clip(p, edge, 1 - edge)
    spread = kept * (1 - kept)
    found = Columns(p, options={"ties": "half"})
    if m > 1 and n > 1:
        variance = (spread + n * rows + m * columns - 2 * each) / ((m - 1) * (n - 1))
        found.ses["unbiased"] = np.sqrt(variance)
    else:
        found.ses["unbiased"] = np.full(k, np.nan)
        found.because("one_point_phase", np.ones(k, bool))
    found.ses["hanley"] = np.sqrt((spread + (n - 1) * rows + (m - 1) * columns) / (m * n))
    found.ses["null"] = np.full(k, np.sqrt((m + n + 1) / (12 * m * n)))
    found.ci_low, found.ci_high = score_interval(p, m, n, level)
    return found


def score_interval(p: Floats, m: int, n: int, level: float) -> tuple[Floats, Floats]:
    """Newcombe's method 5: both ends to the last bits, and never collapsed at full nonoverlap."""
    ends = _lower(np.concatenate([p, 1 - p]), m, n, level)
    return ends[: len(p)], 1 - ends[len(p) :]


def _lower(p: Floats, m: int, n: int, level: float) -> Floats:
    """The root below p. At p = 1 the root x = 1 that every interval has is divided out first.

    Newton's steps, kept inside a bracket that halves whenever a step would leave it.
    """
    z2 = float(ndtri(0.5 + level / 2)) ** 2
    h = (m + n) / 2 - 1
    full = p >= 1
    low, high = np.zeros_like(p), np.where(full, 1.0, p)
    x = high / 2
    moved = 1.0
    while moved > _NEAR:
        excess, slope = _excess(x, p, full, m * n, z2, h)
        low, high = np.where(excess > 0, x, low), np.where(excess > 0, high, x)
        new = x - excess / np.where(slope == 0, 1.0, slope)
        new = np.where((new > low) & (new < high), new, (low + high) / 2)
        moved = np.abs(new - x).max(initial=0.0)
        x = new
    return np.where(p <= 0, 0.0, x)


def _excess(
    x: Floats, p: Floats, full: Flags, mn: int, z2: float, h: float
) -> tuple[Floats, Floats]:
    """How far the squared distance passes its variance at x, and the slope of that."""
    u, w, turn = (2 - x) * (1 + x), x * (1 - x), 1 - 2 * x
    inside = 2 + h + (1 + 2 * h) * w
    far = np.where(full, 1 - x, (p - x) ** 2)
    far_slope = np.where(full, -1.0, -2 * (p - x))
    wide = np.where(full, x, w) * inside
    wide_slope = np.where(full, 1.0, turn) * inside + np.where(full, x, w) * (1 + 2 * h) * turn
    return (
        mn * far * u - z2 * wide,
        mn * (far_slope * u + far * turn) - z2 * wide_slope,
    )
