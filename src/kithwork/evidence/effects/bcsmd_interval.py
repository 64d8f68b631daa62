"""The last steps every between-case SMD shares: small-sample factor, variance and intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from scipy import optimize, special, stats

Interval = Literal["t", "noncentral"]

# Below two degrees of freedom the variance does not exist; the published variance is cut here.
LEAST_NU = 2.001

# Beyond this t the spread of the numerator no longer shows in the interval (by about 1 / t^2).
_MOST_T = 1e4


def small_sample_factor(nu: float) -> float:
    """J(nu) = 1 - 3 / (4 nu - 1), which takes away the small-sample bias. Above 0 for nu > 1."""
    return 1 - 3 / (4 * nu - 1)


def g_variance(g: float, scale: float, nu: float) -> float:
    """Variance of a between-case SMD.

    Parameters
    ----------
    g
        The corrected effect size.
    scale
        Standard error of the mean difference as a share of the SD the effect is standardised by:
        theta of HPS, kappa of REML.
    nu
        Degrees of freedom, above 1; cut at 2.001 where the variance needs more than two.
    """
    j = small_sample_factor(nu)
    cut = max(nu, LEAST_NU)
    ratio = cut / (cut - 2)
    return j**2 * (scale**2 * ratio + g**2 * (ratio - 1 / j**2))


def interval(
    g: float, scale: float, nu: float, *, level: float, kind: Interval
) -> tuple[float, float] | None:
    """Confidence interval of a between-case SMD.

    ``t`` is symmetric: g plus and minus the t quantile with ``nu`` degrees of freedom times the
    standard error. ``noncentral`` inverts the noncentral t distribution. None where that
    distribution cannot be inverted in double precision.
    """
    if kind == "t":
        half = float(stats.t.ppf((1 + level) / 2, nu)) * math.sqrt(g_variance(g, scale, nu))
        return g - half, g + half
    t = g / (small_sample_factor(nu) * scale)
    # The distribution is mirrored at zero; the upper side is the one the routine does best.
    side = -1.0 if t < 0 else 1.0
    low = _noncentrality(side * t, nu, (1 + level) / 2)
    high = _noncentrality(side * t, nu, (1 - level) / 2)
    if low is None or high is None:
        return None
    ends = sorted((side * low * scale, side * high * scale))
    return ends[0], ends[1]


def _noncentrality(t: float, nu: float, share: float) -> float | None:
    """The noncentrality under which ``share`` of the t distribution lies below ``t``, 0 or above."""
    if t > _MOST_T:
        return t * math.sqrt(float(stats.chi2.ppf(1 - share, nu)) / nu)

    def excess(noncentrality: float) -> float:
        return float(special.nctdtr(nu, noncentrality, t)) - share

    # More noncentrality means a smaller share below t, so step away until the sign changes.
    low, high = _reach(excess, t, -1), _reach(excess, t, 1)
    if low is None or high is None:
        return None
    try:
        return float(optimize.brentq(excess, low, high, xtol=1e-13, rtol=1e-13))
    except ValueError:  # the distribution is not a number in between
        return None


def _reach(excess: Callable[[float], float], start: float, way: int) -> float | None:
    """The first point from ``start`` in steps that double where ``excess`` has the wanted sign."""
    step = 1.0 + abs(start) / 4
    for _ in range(12):
        point = start + way * step
        if excess(point) * way < 0:
            return point
        step *= 2
    return None
