"""The one door of every comparison a rule may make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from kithwork.evidence.decisions.answers import is_missing, is_true, would_repeat
from kithwork.evidence.decisions.facts import Condition, Facts, Finding
from kithwork.evidence.decisions.shapes import (
    no_rise,
    not_falling,
    over_aim_line,
    slower_than_goal,
    unchanged,
    under_aim_line,
)
from kithwork.evidence.decisions.thresholds import reached, threshold

Comparison = Literal[
    "reached",
    "below",
    "above",
    "at_least",
    "at_most",
    "all_below_aim_line",
    "all_above_aim_line",
    "slope_below_goal",
    "no_rise_over_baseline",
    "not_falling",
    "drop_over",
    "unchanged",
    "would_repeat",
    "is_true",
    "is_missing",
]

_WAYS: Mapping[str, Callable[[Condition, Facts], Finding]] = {
    "reached": reached,
    "below": threshold,
    "above": threshold,
    "at_least": threshold,
    "at_most": threshold,
    "drop_over": threshold,
    "all_below_aim_line": under_aim_line,
    "all_above_aim_line": over_aim_line,
    "slope_below_goal": slower_than_goal,
    "no_rise_over_baseline": no_rise,
    "not_falling": not_falling,
    "unchanged": unchanged,
    "would_repeat": would_repeat,
    "is_true": is_true,
    "is_missing": is_missing,
}


def comparisons() -> frozenset[str]:
    """The names of every comparison there is."""
    return frozenset(_WAYS)


def decide(condition: Condition, facts: Facts) -> Finding:
    """Whether a condition holds of what is known.

    Parameters
    ----------
    condition
        The comparison with its threshold and window.
    facts
        The metric's values, oldest first, and what they are measured against.

    Returns
    -------
    Finding
        "fires" or "silent" with the points of the window and the threshold in the metric's own unit, or
        "cannot_tell" with its reason. Too few points are never silence, and a session without data is left
        out, not counted as zero.

    Raises
    ------
    ValueError
        For a comparison there is none of.

    Notes
    -----
    "All below the aim line" reads "all on the worse side of it", as `Facts.aim` says, and a point on the line
    is on neither side. Thresholds are the caller's: this library has none of its own.

    Source: the four-point and the trend-line rule as used with curriculum-based measurement (Stecker, Fuchs &
    Fuchs, 1999; Van Norman and others, 2017, 2023); the other comparisons are ours.
    """
    way = _WAYS.get(condition.when)
    if way is None:
        raise ValueError(
            f"{condition.when!r} is no comparison. Choose one of {', '.join(sorted(_WAYS))}."
        )
    return way(condition, facts)
