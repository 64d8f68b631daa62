"""The randomisation test: how rare is a difference like this among what chance could have chosen?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from itertools import islice
from typing import Any, get_args

import numpy as np

from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.randomization.exact import (
    Floats,
    Statistic,
    all_triples,
    every_statistic,
    median_difference,
    nap,
    reversal_difference,
    reversal_statistics,
    split_differences,
    split_statistics,
)
from kithwork.evidence.randomization.plan import RandomizationPlan, sampled

LIMIT, DRAWS = 200_000, 20_000
# Statistics nearer than this, relative to the size of the scores, are equal.
SAME = 1e-12
Scores = Sequence[float | None]
# The usual one has a way of its own, from cumulative sums: thousands of assignments at once.
OTHERS: dict[str, Statistic] = {"median_difference": median_difference, "NAP": nap}
STATISTICS = ("mean_difference", *OTHERS)
ON_TRUST = (
    "When treatment began was not said, so that the draw came before it is taken on trust. "
    "Say it to be sure."
)


@dataclass(frozen=True, slots=True)
class TestResult:
    """What the test found. ``p`` is None, with reasons, where there can be none.

    ``observed`` in the unit of the scores, positive when better; ``count_ge`` of ``assignments`` (or of
    ``draws``, the observed one included) reach it. ``is_exact`` says whether all were looked at.
    """

    __test__ = False  # pytest: this is no test case

    p: float | None
    observed: float | None
    count_ge: int | None
    assignments: int
    is_exact: bool
    smallest_p: float
    draws: int | None = None
    seed: int | None = None
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    statistic: str = "mean_difference"
    version: int = 1

    @property
    def fraction(self) -> Fraction | None:
        """p as an exact fraction."""
        if self.p is None or self.count_ge is None:
            return None
        return Fraction(self.count_ge, self.assignments if self.draws is None else self.draws + 1)

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["warnings"], plain["reasons"] = list(self.warnings), list(self.reasons)
        return plain


def randomization_test(
    plan: RandomizationPlan,
    data: Mapping[str, Scores],
    *,
    improvement: Aim,
    statistic: str = "mean_difference",
    first_treatment_at: str | None = None,
    limit: int = LIMIT,
    draws: int = DRAWS,
    seed: int = 1,
) -> TestResult:
    """Share of assignments that would have given a difference as large as the observed one, or larger.

    Parameters
    ----------
    plan
        What chance could choose, and what it chose.
    data
        Case -> one score for each session of the plan, in order; None where there are no data.
    improvement
        Which way is better.
    statistic
        "mean_difference", "median_difference" or "NAP", as a mean over cases.
    first_treatment_at
        When the first treatment session was (ISO, with its zone). A plan drawn after that is no plan;
        where it is not said, a warning stands beside p.
    limit
        Up to this many assignments all are looked at; above it ``draws`` of them, with ``seed``.

    Returns
    -------
    TestResult
        Mean over cases of the statistic, treatment against baseline. p is refused with ``not_randomised`` where
        nothing was drawn before the first treatment session. An assignment that would leave a phase
        without scores counts as reaching the observed one, which can only make p larger.

    Raises
    ------
    BadData
        For cases or lengths other than the plan's, a score that is no finite number, no direction, or
        a statistic that is none.

    Source: Edgington & Onghena (2007), Randomization Tests; Wampold & Worsham (1986); Marascuilo & Busk
    (1988); Koehler & Levin (1998).
    """
    if statistic not in STATISTICS:
        said = f"{statistic!r} is no statistic. Use one of: {', '.join(STATISTICS)}."
        raise refuse("unknown_statistic", said)
    scores = _checked(plan, data, improvement)
    smallest = float(plan.smallest_p)
    why_not = _not_randomised(plan, first_treatment_at)
    observed = _observed(plan, scores, statistic)
    if why_not or observed is None:
        return TestResult(
            None, observed, None, plan.assignments, False, smallest, statistic=statistic,
            warnings=(why_not,) if why_not else (),
            reasons=("not_randomised" if why_not else "empty_phase",),
        )  # fmt: skip
    warnings = () if first_treatment_at else (ON_TRUST,)
    largest = max((abs(value) for one in scores for value in one if value is not None), default=0.0)
    guard = SAME * (1.0 if statistic == "NAP" else largest)
    if plan.assignments <= limit:
        reached = _reached(_all(plan, scores, statistic), observed, guard)
        p = reached / plan.assignments
        return TestResult(
            p, observed, reached, plan.assignments, True, smallest, statistic=statistic, warnings=warnings
        )  # fmt: skip
    reached = 1 + _reached(_some(plan, scores, statistic, draws, seed), observed, guard)
    return TestResult(
        reached / (draws + 1), observed, reached, plan.assignments, False, smallest, draws, seed,
        statistic=statistic, warnings=warnings,
    )  # fmt: skip


def _reached(statistics: Floats, observed: float, guard: float) -> int:
    return int((~(statistics < observed - guard)).sum())


def _checked(
    plan: RandomizationPlan, data: Mapping[str, Scores], improvement: str
) -> list[list[float | None]]:
    """Scores of each case in the plan's order, turned so that more is better."""
    if improvement not in get_args(Aim):
        raise refuse(
            "no_direction", "Say which way is better: increase or decrease.", column="improvement"
        )
    if set(data) != set(plan.cases):
        said = (
            f"The plan is for {', '.join(plan.cases)}. Give data for each of them and nobody else."
        )
        raise refuse("other_cases", said, column="case")
    faults = []
    for case in plan.cases:
        if len(data[case]) != plan.sessions:
            said = (
                f"{case} has {len(data[case])} sessions and the plan {plan.sessions}. "
                "Give one entry for each, empty where there are no data."
            )
            faults.append(Fault("lengths_differ", said, column=case))
        faults += [
            Fault("not_a_number", f"{value!r} is not a finite number.", row, case)
            for row, value in enumerate(data[case], start=1)
            if value is not None and not is_number(value)
        ]
    if faults:
        raise BadData(faults)
    sign = 1 if improvement == "increase" else -1
    return [
        [None if value is None else sign * float(value) for value in data[case]]
        for case in plan.cases
    ]


def _not_randomised(plan: RandomizationPlan, first_treatment_at: str | None) -> str:
    """Why there can be no p, as a sentence; empty where there can."""
    if not plan.drawn:
        return "Nothing was drawn, so there is no p-value. Show the graph and say that it was not randomised."
    if first_treatment_at is None:
        return ""
    try:
        began = datetime.fromisoformat(first_treatment_at)
    except ValueError:
        began = None
    if began is None or began.tzinfo is None:
        raise refuse(
            "bad_time",
            "Say when treatment began, as 2026-11-23T08:30:00+00:00.",
            column="first_treatment_at",
        )
    if datetime.fromisoformat(plan.made_at) >= began:
        return "The plan was drawn after treatment had begun, so there is no p-value."
    return ""


def _table(plan: RandomizationPlan, scores: list[list[float | None]], statistic: str) -> Floats:
    if statistic in OTHERS:
        return np.array([split_statistics(one, OTHERS[statistic]) for one in scores])
    return np.array([split_differences(one) for one in scores])


def _reversal(scores: list[float | None], changes: np.ndarray, statistic: str) -> Floats:
    if statistic in OTHERS:
        return reversal_statistics(scores, changes, OTHERS[statistic])
    return reversal_difference(scores, changes)


def _observed(
    plan: RandomizationPlan, scores: list[list[float | None]], statistic: str
) -> float | None:
    if not plan.drawn:
        return None
    value = float(_of(plan, scores, statistic, np.array([plan.drawn]))[0])
    return value if math.isfinite(value) else None


def _of(
    plan: RandomizationPlan, scores: list[list[float | None]], statistic: str, drawn: np.ndarray
) -> Floats:
    """The statistic of some assignments, (k, cases) of first treatment sessions or (k, 3) changes."""
    if plan.design == "ABAB":
        return _reversal(scores[0], drawn, statistic)
    table = _table(plan, scores, statistic)
    mean: Floats = table[np.arange(len(scores))[None, :], drawn].mean(axis=1)
    return mean


def _all(plan: RandomizationPlan, scores: list[list[float | None]], statistic: str) -> Floats:
    if plan.design == "ABAB":
        return _reversal(scores[0], all_triples(plan.sessions, plan.choices[0][0]), statistic)
    return every_statistic(plan, _table(plan, scores, statistic))


def _some(
    plan: RandomizationPlan, scores: list[list[float | None]], statistic: str, draws: int, seed: int
) -> Floats:
    return _of(plan, scores, statistic, np.array(list(islice(sampled(plan, seed), draws))))
