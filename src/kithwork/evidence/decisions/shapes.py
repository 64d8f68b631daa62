"""Comparisons with the shape of a series: its aim line, its slope, its baseline, and whether it moves at all."""

from __future__ import annotations

from fractions import Fraction

from kithwork.evidence.decisions.facts import Condition, Facts, Finding, Seen, State, unknown
from kithwork.evidence.trend import Line, ols, theil_sen
from kithwork.evidence.trend.reading import exact

DAYS = 7
# Slopes are compared after arithmetic with floats: closer than this they are the same.
SAME = 1e-9


def under_aim_line(condition: Condition, facts: Facts) -> Finding:
    """All of the last points on the worse side of the aim line. A point on the line is on neither side."""
    return _beside_line(condition, facts, better=False)


def over_aim_line(condition: Condition, facts: Facts) -> Finding:
    """All of the last points on the better side of the aim line."""
    return _beside_line(condition, facts, better=True)


def _beside_line(condition: Condition, facts: Facts, *, better: bool) -> Finding:
    points = facts.known[-condition.window :]
    if len(points) < condition.window:
        return unknown(condition, facts, "too_few_points" if points else "no_points")
    gaps = [_gap(point) for point in points]
    known = [gap for gap in gaps if gap is not None]
    if len(known) < len(gaps):
        return unknown(condition, facts, "nothing_to_compare")
    sign = 1 if better == (facts.aim == "increase") else -1
    held = sum(sign * gap > 0 for gap in known)
    state: State = "fires" if held == len(points) else "silent"
    parts = _parts(condition, points) | {"held": float(held)}
    return Finding(condition.metric, condition.when, state, points, points[-1].line, parts=parts)


def _gap(point: Seen) -> Fraction | None:
    """How far a point lies over its aim line; less than nothing under it."""
    if point.line is None or point.value is None:
        return None
    return exact(point.value) - exact(point.line)


def slower_than_goal(condition: Condition, facts: Facts) -> Finding:
    """Growth by week, by least squares over the dated points of the window, beside the goal's.

    ``facts.against`` is the goal's slope in the measure's unit by week. Of more points than ``up_to`` the
    last ones are taken; two on one day are one day's, so the later stands.
    """
    if facts.against is None:
        return unknown(condition, facts, "nothing_to_compare")
    by_day = {point.on: point for point in facts.known if point.on is not None}
    points = tuple(by_day.values())[-(condition.up_to or condition.window) :]
    if len(points) < condition.window:
        return unknown(condition, facts, "too_few_points" if points else "no_points")
    days = [point.on.toordinal() for point in points if point.on is not None]
    line = ols([point.value for point in points], time=days)
    if line.slope is None:
        return unknown(condition, facts, "too_few_points")
    weekly = line.slope * DAYS
    worse = facts.against - weekly if facts.aim == "increase" else weekly - facts.against
    state: State = "fires" if worse > SAME else "silent"
    parts = _parts(condition, points) | {"slope": weekly}
    return Finding(condition.metric, condition.when, state, points, facts.against, parts=parts)


def no_rise(condition: Condition, facts: Facts) -> Finding:
    """None of the last points is better than ``facts.against``, the baseline's mean."""
    if facts.against is None:
        return unknown(condition, facts, "nothing_to_compare")
    points = facts.known[-condition.window :]
    if len(points) < condition.window:
        return unknown(condition, facts, "too_few_points" if points else "no_points")
    level, sign = exact(facts.against), 1 if facts.aim == "increase" else -1
    better = sum(sign * (exact(point.value or 0) - level) > 0 for point in points)
    state: State = "silent" if better else "fires"
    parts = _parts(condition, points) | {"held": float(len(points) - better)}
    return Finding(condition.metric, condition.when, state, points, facts.against, parts=parts)


def not_falling(condition: Condition, facts: Facts) -> Finding:
    """The median of all slopes between two points of the window is not below nothing."""
    points = facts.known[-condition.window :]
    if len(points) < max(condition.window, 2):
        return unknown(condition, facts, "too_few_points" if points else "no_points")
    line: Line = theil_sen([point.value for point in points])
    slope = line.slope or 0.0
    state: State = "silent" if slope < 0 else "fires"
    parts = _parts(condition, points) | {"slope": slope}
    return Finding(condition.metric, condition.when, state, points, None, parts=parts)


def unchanged(condition: Condition, facts: Facts) -> Finding:
    """The same value throughout the window."""
    points = facts.known[-condition.window :]
    if len(points) < condition.window:
        return unknown(condition, facts, "too_few_points" if points else "no_points")
    state: State = "fires" if len({point.value for point in points}) == 1 else "silent"
    return Finding(
        condition.metric, condition.when, state, points, None, parts=_parts(condition, points)
    )


def _parts(condition: Condition, points: tuple[Seen, ...]) -> dict[str, float]:
    newest = points[-1].value if points else None
    said = {"n": float(len(points)), "needed": float(condition.window)}
    return said | ({} if newest is None else {"newest": float(newest)})
