"""Comparisons of a yes or a no: true now, would happen again, and not there at all."""

from __future__ import annotations

from kithwork.evidence.decisions.facts import Condition, Facts, Finding, State, unknown


def is_true(condition: Condition, facts: Facts) -> Finding:
    """The newest answer is yes. Without an answer nothing can be told: not asked is not no."""
    points = facts.known[-1:]
    if not points:
        return unknown(condition, facts, "no_points")
    state: State = "fires" if points[-1].value else "silent"
    return Finding(condition.metric, condition.when, state, points, parts={"n": 1.0, "needed": 1.0})


def would_repeat(condition: Condition, facts: Facts) -> Finding:
    """Something of what comes next was so within the window already; yes is said of each that was."""
    if not facts.known:
        return unknown(condition, facts, "no_points")
    again = tuple(point for point in facts.known if point.value)
    state: State = "fires" if again else "silent"
    parts = {"n": float(len(facts.known)), "needed": 1.0, "held": float(len(again))}
    return Finding(condition.metric, condition.when, state, again or facts.known, parts=parts)


def is_missing(condition: Condition, facts: Facts) -> Finding:
    """What should be there now is not. Here the missing value is the finding."""
    newest = facts.points[-1] if facts.points else None
    is_there = newest is not None and newest.value is not None and newest.value is not False
    state: State = "silent" if is_there else "fires"
    points = (newest,) if newest is not None and is_there else ()
    parts = {"n": float(len(points)), "needed": 1.0}
    return Finding(condition.metric, condition.when, state, points, parts=parts)
