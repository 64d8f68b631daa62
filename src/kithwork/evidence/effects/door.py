"""One case, one index."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import get_args

import numpy as np

from kithwork.evidence.effects.columns import Cases, Floats, estimates, scores
from kithwork.evidence.effects.indices import answer, index_named
from kithwork.evidence.estimate import Aim, Estimate
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import check_level
from kithwork.evidence.series import Scale, value_fault

Scores = Sequence[float | None]


def effect_size(
    baseline: Scores,
    treatment: Scores,
    index: str = "NAP",
    *,
    improvement: Aim,
    scale: Scale | str = Scale.OTHER,
    session_minutes: float | None = None,
    intervals: float | None = None,
    goal: float | None = None,
    time: tuple[Sequence[float], Sequence[float]] | None = None,
    se: str | None = None,
    level: float = 0.95,
) -> Estimate:
    """One effect size of one case.

    Parameters
    ----------
    baseline, treatment
        One score a session, in session order, in the measure's own unit. None marks a session without
        data: it is left out, it is not zero.
    index
        A name of `INDICES`, such as "NAP", "LRRi" or "SMD_baseline".
    improvement
        Which way is better: "increase" or "decrease".
    scale
        What a score is; LRR and LOR treat floors and ceilings by it.
    session_minutes, intervals
        Length of a session for rates, number of intervals for percentages and proportions.
    goal
        The level aimed at, for PoGO, in the unit of the scores.
    time
        Session numbers of both phases, for indices with a trend. Without it the sessions that have data
        are numbered 1, 2, 3 … The answer's options say which was used.
    se
        The kind of standard error; without it the index's own first one.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Estimate
        What cannot be computed is None, with its reasons.

    Raises
    ------
    BadData
        For a score that is no finite number or is not possible on its scale, an unknown index, scale,
        direction or kind, a level outside 0 to 1.
    """
    chosen = index_named(index)
    kind = se if se is not None else chosen.default_se
    if kind is not None and kind not in chosen.se_kinds:
        has = ", ".join(chosen.se_kinds) or "none"
        raise refuse("unknown_se", f"{index} has no standard error {kind!r}. It has: {has}.")
    check_choices(improvement, level)
    cases = _one_case(
        baseline, treatment, improvement, _scale(scale), session_minutes, intervals, goal, time
    )
    return estimates(answer(index, cases, level), cases, level=level, kind=kind)[0]


def check_choices(improvement: str, level: float) -> None:
    """Raises BadData for a direction or level that is none."""
    if improvement not in get_args(Aim):
        raise refuse(
            "no_direction", "Say which way is better: increase or decrease.", column="improvement"
        )
    check_level(level)


def _scale(scale: str) -> Scale:
    if scale not in set(Scale):
        raise refuse(
            "bad_scale",
            f"{scale!r} is not a scale. Use one of: {', '.join(Scale)}.",
            column="scale",
        )
    return Scale(scale)


def _one_case(
    baseline: Scores,
    treatment: Scores,
    improvement: str,
    scale: Scale,
    session_minutes: float | None,
    intervals: float | None,
    goal: float | None,
    time: tuple[Sequence[float], Sequence[float]] | None,
) -> Cases:
    a, b = scores(baseline, "baseline"), scores(treatment, "treatment")
    faults = [
        Fault(fault[0], fault[1], row, name)
        for name, phase in (("baseline", baseline), ("treatment", treatment))
        for row, value in enumerate(phase, start=1)
        if (fault := value_fault(value, scale)) is not None
    ]
    if faults:
        raise BadData(faults)
    return Cases(
        a=np.array([a], dtype=float),
        b=np.array([b], dtype=float),
        improvement=improvement,
        scale=scale,
        minutes=_known(session_minutes, "session_minutes", above=0.0),
        intervals=_known(intervals, "intervals", above=0.0),
        goal=_known(goal, "goal"),
        time=None if time is None else _times(baseline, treatment, time),
    )


def _known(value: float | None, name: str, *, above: float = -math.inf) -> Floats | None:
    if value is None:
        return None
    [number] = scores([value], name)
    if not number > above:
        raise refuse("bad_length", f"{name} must be above {above:g}, not {number:g}.", column=name)
    return np.array([number])


def _times(
    baseline: Scores, treatment: Scores, time: tuple[Sequence[float], Sequence[float]]
) -> Floats:
    """Session numbers of the scores that are there, (1, m + n)."""
    kept: list[float] = []
    for name, phase, numbers in (
        ("baseline", baseline, time[0]),
        ("treatment", treatment, time[1]),
    ):
        if len(numbers) != len(phase):
            raise refuse(
                "lengths_differ",
                f"{len(phase)} scores but {len(numbers)} session numbers. Give one for each.",
                column=name,
            )
        kept += [number for number, score in zip(numbers, phase, strict=True) if score is not None]
    kept = scores(kept, "time")
    if any(later <= earlier for earlier, later in pairwise(kept)):
        raise refuse(
            "time_order", "Session numbers must rise from each session to the next.", column="time"
        )
    return np.array([kept])
