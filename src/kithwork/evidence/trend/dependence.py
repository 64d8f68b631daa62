"""Lag-1 autocorrelation: how much a score tells of the next one."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from kithwork.evidence.estimate import Estimate
from kithwork.evidence.faults import refuse
from kithwork.evidence.trend.reading import Scores, mean, read_points

SENTENCE = (
    "Standard errors within a case assume that scores do not depend on the score before; "
    "with autocorrelation above zero they are too small."
)


def autocorrelation(*phases: Scores) -> Estimate:
    """Lag-1 autocorrelation of the scores about the mean of their phase.

    Parameters
    ----------
    phases
        One or more phases, each with one score a session in session order, in the measure's unit;
        None where there are no data. The next score that there is counts as the next session.

    Returns
    -------
    Estimate
        ``value`` is the sum of products of neighbours over the sum of squares: 0 without
        dependence, between -1 and 1. Neighbours in different phases are not multiplied. None with
        ``too_few_points`` below three scores, ``no_variation`` where every phase is constant.
        ``n_a`` counts the scores of the first phase, ``n_b`` those of the others; the warning says
        what the number means for the standard errors. No standard error is agreed.

    Raises
    ------
    BadData
        For a score that is not a finite number, or no phase at all.

    Notes
    -----
    In a short phase the value is too low by about 1 / n even where nothing depends on anything.

    Source: Huitema and McKean (1991), Psychological Bulletin.
    """
    if not phases:
        raise refuse("empty_series", "There is no phase. Give at least one.")
    scores = [[point.y for point in read_points(phase, None)] for phase in phases]
    sizes = [len(own) for own in scores]
    n_a, n_b = sizes[0], sum(sizes[1:])
    options = {"lag": 1, "phases": len(phases)}
    if n_a + n_b < 3:
        return Estimate.missing(
            "autocorrelation", "too_few_points", n_a=n_a, n_b=n_b, options=options
        )
    left = [[score - mean(own) for score in own] for own in scores]
    squares = sum((score**2 for own in left for score in own), Fraction(0))
    if not squares:
        return Estimate.missing(
            "autocorrelation", "no_variation", n_a=n_a, n_b=n_b, options=options
        )
    products = sum((x * y for own in left for x, y in pairwise(own)), Fraction(0))
    return Estimate(
        "autocorrelation",
        float(products / squares),
        n_a=n_a,
        n_b=n_b,
        options=options,
        warnings=(SENTENCE,),
        reasons=("no_agreed_se",),
    )
