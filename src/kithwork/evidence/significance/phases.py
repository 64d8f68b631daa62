"""Both phases as exact numbers, turned so that more is better."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import refuse
from kithwork.evidence.trend.reading import Scores, read_points


def upward(
    baseline: Scores, treatment: Scores, improvement: Aim
) -> tuple[list[Fraction], list[Fraction]]:
    """Scores that are there, in session order. Raises BadData for a direction or a score that is none."""
    if improvement not in get_args(Aim):
        raise refuse(
            "no_direction", "Say which way is better: increase or decrease.", column="improvement"
        )
    sign = 1 if improvement == "increase" else -1
    a, b = ([sign * point.y for point in read_points(one, None)] for one in (baseline, treatment))
    return a, b
