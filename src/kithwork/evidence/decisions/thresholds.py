"""Comparisons with a threshold: below, above, at least, at most, reached, and a drop."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

from kithwork.evidence.decisions.facts import Condition, Facts, Finding, Seen, State, unknown
from kithwork.evidence.trend.reading import exact

Compare = Callable[[Fraction, Fraction], bool]
_COMPARE: dict[str, Compare] = {
    "below": operator.lt,
    "above": operator.gt,
    "at_least": operator.ge,
    "at_most": operator.le,
    "drop_over": operator.lt,
}
_TURNED = {
    "below": "above",
    "above": "below",
    "at_least": "at_most",
    "at_most": "at_least",
    "drop_over": "above",
}
WHOLE = 100


def limit_of(condition: Condition, facts: Facts) -> Fraction | None:
    """The threshold in the metric's own unit; None where there is nothing to take a share of.

    Where less is better, a share of a goal is passed on its other side: 80 per cent of a goal of 10 is 12.5.
    """
    value = exact(condition.value or 0)
    if not facts.is_relative:
        return value
    if facts.against is None:
        return None
    against = exact(facts.against)
    share = value if condition.times else value / WHOLE
    if condition.when == "drop_over":
        share = 1 - share
    if facts.aim == "decrease":
        return against / share if share else None
    # Eighty per cent of nothing is nothing: it would hold of any value at all.
    return against * share if against > 0 else None


def threshold(condition: Condition, facts: Facts) -> Finding:
    """Below, above, at least, at most or dropped under a value, or under a share of something.

    Each value of the window is compared for itself unless ``facts.gather`` says otherwise; equal is equal as
    it is on paper, so that 8 of 10 is not below 80 per cent.
    """
    limit = limit_of(condition, facts)
    if limit is None:
        return unknown(condition, facts, "nothing_to_compare")
    turned = facts.is_relative and facts.aim == "decrease"
    compare = _COMPARE[_TURNED[condition.when] if turned else condition.when]
    if facts.by_place:
        return _by_place(condition, facts, compare, limit)
    if facts.gather == "sum":
        return _sum(condition, facts, compare, limit)
    needed = 1 if facts.gather == "whole" else condition.window
    return _each(condition, facts, compare, limit, needed)


def _each(
    condition: Condition, facts: Facts, compare: Compare, limit: Fraction, needed: int
) -> Finding:
    points = facts.known[-needed:]
    if len(points) < needed:
        return unknown(condition, facts, "too_few_points" if points else "no_points")
    held = _held(points, compare, limit)
    state: State = "fires" if held >= (condition.how_many or needed) else "silent"
    return _found(condition, state, points, limit, needed=needed, held=held)


def _sum(condition: Condition, facts: Facts, compare: Compare, limit: Fraction) -> Finding:
    """A total can be known before its window is full: two of two is two of three already."""
    window = facts.points[-condition.window :]
    points = tuple(point for point in window if point.value is not None)
    total = sum((exact(point.value) for point in points if point.value is not None), Fraction(0))
    is_full = len(points) >= condition.window
    holds = compare(total, limit)
    grows_into_it = condition.when in {"at_least", "above"}
    if not points or not (is_full or (holds and grows_into_it)):
        return unknown(condition, facts, _why_open(window, points))
    state: State = "fires" if holds else "silent"
    return _found(condition, state, points, limit, total=total)


def _why_open(window: Sequence[Seen], points: Sequence[Seen]) -> str:
    if not points:
        return "no_points"
    return "missing_values" if len(points) < len(window) else "too_few_points"


def _by_place(condition: Condition, facts: Facts, compare: Compare, limit: Fraction) -> Finding:
    """The last values of each place; it holds in a place where it holds of all of them."""
    places: dict[str, list[Seen]] = {}
    for point in facts.known:
        places.setdefault(point.where, []).append(point)
    if not places:
        return unknown(condition, facts, "no_points")
    full = {
        where: tuple(points[-condition.window :])
        for where, points in places.items()
        if len(points) >= condition.window
    }
    wanted = condition.how_many or 1
    holding = [
        where for where, points in full.items() if _held(points, compare, limit) == len(points)
    ]
    shown = tuple(point for points in full.values() for point in points)
    if len(holding) >= wanted:
        kept = tuple(point for point in shown if point.where in holding)
        return _found(condition, "fires", kept, limit, held=len(holding), needed=wanted)
    if len(full) < wanted:
        return unknown(condition, facts, "too_few_points")
    return _found(condition, "silent", shown, limit, held=len(holding), needed=wanted)


def reached(condition: Condition, facts: Facts) -> Finding:
    """Whether so much time, or so many times, have come.

    Between two limits it holds from the lower one on; ``is_late`` tells that the upper one is passed. What
    the practice itself says (``against``) counts where it lies between the two.
    """
    points = facts.known[-1:]
    if not points:
        return unknown(condition, facts, "no_points")
    least, most = _span(condition)
    if facts.against is not None:
        least = min(max(exact(facts.against), least), most)
    newest = exact(points[-1].value or 0)
    state: State = "fires" if newest >= least else "silent"
    late = condition.high is not None and newest > most
    return _found(condition, state, points, least, is_late=int(late))


def _span(condition: Condition) -> tuple[Fraction, Fraction]:
    if condition.low is None:
        value = exact(condition.value or 0)
        return value, value
    return exact(condition.low), exact(condition.low if condition.high is None else condition.high)


def _held(points: Sequence[Seen], compare: Compare, limit: Fraction) -> int:
    return sum(compare(exact(point.value), limit) for point in points if point.value is not None)


def _found(
    condition: Condition,
    state: State,
    points: tuple[Seen, ...],
    limit: Fraction,
    **parts: float | Fraction,
) -> Finding:
    said = {
        "n": float(len(points)),
        "needed": float(condition.window),
        "newest": float(points[-1].value or 0),
    }
    said |= {name: float(part) for name, part in parts.items()}
    return Finding(condition.metric, condition.when, state, points, float(limit), parts=said)
