"""Baseline-corrected Tau as published: with the test of the baseline's trend that may come first."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from kithwork.evidence.effects.tau_bc import TREND_IS_TAKEN_AS_KNOWN
from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import refuse
from kithwork.evidence.significance.kendall import (
    KendallTest,
    counts,
    plain_variance,
    tested,
)
from kithwork.evidence.significance.phases import upward
from kithwork.evidence.trend.reading import Scores, median

PRETEST = "Whether the trend was taken out hangs on a test of a few points, and a little change can turn it."


@dataclass(frozen=True, slots=True)
class CorrectedTau:
    """Kendall's tau of scores and phase, with or without the baseline's trend.

    ``tau``, ``se``, ``z`` and the two-sided ``p`` are those of the form used; ``corrected`` says which.
    ``baseline`` tests the baseline's own trend; ``uncorrected`` and ``always_corrected`` give both forms.
    """

    tau: float | None
    se: float | None
    z: float | None
    p: float | None
    corrected: bool
    baseline: KendallTest | None = None
    uncorrected: KendallTest | None = None
    always_corrected: KendallTest | None = None
    n_a: int = 0
    n_b: int = 0
    ties: str = "b"
    pretest: bool = False
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["warnings"], plain["reasons"] = list(self.warnings), list(self.reasons)
        return plain


def baseline_corrected_tau(
    baseline: Scores,
    treatment: Scores,
    *,
    improvement: Aim,
    pretest: bool = False,
    ties: str = "b",
    alpha: float = 0.05,
) -> CorrectedTau:
    """Tau of scores and phase, after the baseline's Theil-Sen trend is taken out.

    Parameters
    ----------
    baseline, treatment
        One score a session, in session order; None where there are no data. Sessions with data are
        numbered 1, 2, 3 …
    improvement
        Which way is better.
    pretest
        Take the trend out only where it is significant. Off unless asked for: it makes the result
        unstable.
    ties
        "b" as tau-b, tests corrected for ties; "a" divides by all pairs, tests without correction.
    alpha
        What counts as significant in the test of the trend; strictly below.

    Raises
    ------
    BadData
        For a score that is no finite number, a direction, form of ties or alpha that is none.

    Source: Tarlow (2017), Behavior Modification 41(4), 427-467.
    """
    if ties not in ("a", "b"):
        raise refuse("bad_option", f"{ties!r} is not a or b.", column="ties")
    if not 0 < alpha < 1:
        raise refuse("bad_option", f"{alpha} is not between 0 and 1.", column="alpha")
    a, b = upward(baseline, treatment, improvement)
    m, n = len(a), len(b)
    if m < 2 or not n:
        reason = "one_point_phase" if m == 1 and n else "empty_phase"
        return CorrectedTau(
            None, None, None, None, False, None, None, None, m, n, ties, pretest, (), (reason,)
        )
    trend = _test(list(range(m)), a, ties)
    phase = [0] * m + [1] * n
    plain, always = _test(phase, [*a, *b], ties), _test(phase, _without_trend(a, b), ties)
    taken = not pretest or (trend.p is not None and trend.p < alpha)
    used = always if taken else plain
    assert used.tau is not None
    return CorrectedTau(
        used.tau, math.sqrt(2 / (m + n) * max(1 - used.tau**2, 0)), used.z, used.p, taken,
        trend, plain, always, m, n, ties, pretest,
        (TREND_IS_TAKEN_AS_KNOWN, PRETEST) if pretest else (TREND_IS_TAKEN_AS_KNOWN,),
        () if used.z is not None else ("no_variation",),
    )  # fmt: skip


def _test(first: list[int], second: list[Fraction], ties: str) -> KendallTest:
    found = counts(first, second)
    if ties == "a":
        return tested(found.score / found.pairs, found.score, plain_variance(found.n))
    untied = found.untied_first * found.untied_second
    # All equal: nothing speaks for a change, and the score is 0 too.
    return tested(found.score / math.sqrt(untied or 1), found.score, found.variance)


def _without_trend(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    """Scores minus the baseline's Theil-Sen slope; the height of the line changes no order."""
    slope = median([(v - u) / (j - i) for (i, u), (j, v) in combinations(enumerate(a), 2)])
    return [score - slope * place for place, score in enumerate([*a, *b])]
