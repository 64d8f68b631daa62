"""What is followed of one student: the goal's behaviour at this level, other places, and how it lasts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import fmean

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.readings import TREATED, Reading
from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Found
from kithwork.apps.suggestions.metrics.carried_out import level_since
from kithwork.apps.suggestions.metrics.results import subject_of
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition

# A baseline of fewer points says little of where it began (practices I.4: three at least).
LEAST_BASELINE = 3
# No rule of the book looks further back than this many points of one measure.
MOST_POINTS = 12


def target_behaviour(data: RunData, ask: Condition) -> Found:
    """Each followed measure with a goal, beside what the rule measures it against."""
    return {
        subject_of(one): _SIDES[ask.of or "last_goal"](data, one)
        for one in data.readings
        if one.goal is not None or ask.of != "last_goal"
    }


def _at_this_level(data: RunData, one: Reading) -> Facts:
    """Points since the adult stands where they stand, beside the goal."""
    since = level_since(data)
    points = [(on, value) for on, value in one.treated if since is None or on >= since[0]]
    goal = one.goal.level if one.goal is not None else None
    return _facts(one, points, goal, is_relative=True)


def _over_baseline(data: RunData, one: Reading) -> Facts:
    """Points of the practice since its last phase line, beside the mean before it began."""
    since = one.stretches[-1].starts_on if one.stretches else date.min
    points = [(on, value) for on, value in one.treated if on >= since]
    return _facts(one, points, _mean_before(one))


def _since_step_down(data: RunData, one: Reading) -> Facts:
    """Points since the adult stepped back, beside the mean at the level before. None where nobody stepped back."""
    since = level_since(data)
    if since is None or since[2] is None or since[1] >= since[2]:
        return Facts()
    before = [value for on, value in one.treated if on < since[0] and one.level_on(on) == since[2]]
    points = [(on, value) for on, value in one.treated if on >= since[0]]
    return _facts(one, points, fmean(before) if before else None, is_relative=True)


_SIDES = {
    "last_goal": _at_this_level,
    "baseline_mean": _over_baseline,
    "before_step_down": _since_step_down,
}


def _facts(
    one: Reading,
    points: Iterable[tuple[date, float]],
    against: float | None,
    *,
    is_relative: bool = False,
) -> Facts:
    seen = tuple(Seen(on, value) for on, value in [*points][-MOST_POINTS:])
    return Facts(seen, against=against, is_relative=is_relative, aim=one.measure.improvement)  # type: ignore[arg-type]


def _mean_before(one: Reading) -> float | None:
    return fmean(one.baseline) if len(one.baseline) >= LEAST_BASELINE else None


def probe(data: RunData, ask: Condition) -> Found:
    """Checks in other places, place by place, beside the level where it is practised."""
    found = {}
    for one in data.readings:
        points = tuple(Seen(dot.on, dot.value, where=dot.setting or "other") for dot in one.probes)
        if points:
            found[subject_of(one)] = Facts(
                points, against=_trained_level(one), is_relative=True,
                aim=one.measure.improvement, by_place=True,  # type: ignore[arg-type]
            )  # fmt: skip
    return found


def maintenance_check(data: RunData, ask: Condition) -> Found:
    """Checks after it ended, beside where it ended."""
    return {
        subject_of(one): _facts(one, one.maintenance, _trained_level(one), is_relative=True)
        for one in data.readings
        if one.maintenance
    }


def _trained_level(one: Reading) -> float | None:
    """The mean of the last stretch in which it was practised."""
    treated = [(value, phase) for _on, value, phase in one.values if phase.split()[0] in TREATED]
    if not treated:
        return None
    last = treated[-1][1]
    return fmean(value for value, phase in treated if phase == last)


def of_behaviour(behaviour: str):  # type: ignore[no-untyped-def]
    """A metric of one behaviour of the dictionary, wherever it is observed and followed."""

    def facts(data: RunData, ask: Condition) -> Found:
        found = {}
        for one in _observed(data, behaviour):
            points = tuple(
                Seen(on, value) for on, value, phase in one.values if phase.split()[0] in TREATED
            )
            against, relative = None, False
            if ask.of == "baseline_mean":
                against, relative = _mean_before(one), True
            elif ask.of == "class_composite_low":
                told = data.facts_told["class_composite_low"]
                against, relative = (told[-1].value if told else None), True
            found[subject_of(one)] = Facts(points, against=against, is_relative=relative)
        return found

    return facts


def _observed(data: RunData, behaviour: str) -> list[Reading]:
    return [
        one
        for one in data.readings
        if one.measure.source == Measure.Source.OBSERVED
        and behaviour in one.measure.key.split("/")[1:2]
    ]


def adult_proximity(data: RunData, ask: Condition) -> Found:
    """The mean of the run's observations of how near adults were."""
    values = [
        (on, value)
        for one in _observed(data, "adult_proximity")
        for on, value, phase in one.values
        if phase.split()[0] in TREATED
    ]
    if not values:
        return {}
    mean = fmean(value for _on, value in values)
    return {WHOLE_RUN: Facts((Seen(max(on for on, _value in values), mean),), "whole")}


def points_since_decision(data: RunData, ask: Condition) -> Found:
    """How many points there are since the last phase line."""
    found = {}
    for one in data.readings:
        since = one.stretches[-1].starts_on if one.stretches else date.min
        n = sum(on >= since for on, _value in one.treated)
        found[subject_of(one)] = Facts((Seen(data.today, n),))
    return found
