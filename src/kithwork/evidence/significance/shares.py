"""Shares of treatment scores beyond the baseline, each with its one-sided test."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from scipy.special import ndtr

from kithwork.evidence.estimate import Aim
from kithwork.evidence.significance.phases import upward
from kithwork.evidence.trend.dual import chance
from kithwork.evidence.trend.lines import sketch_ols
from kithwork.evidence.trend.reading import Point, Scores, median


@dataclass(frozen=True, slots=True)
class ShareTest:
    """A share (0 to 1; phi from -1 to 1) of ``n``, and how rare it is without a change.

    ``better`` counts what is better, ties by half where the index does; ``statistic`` is the one its
    test is known by; ``p`` is one-sided. None with ``reasons`` where not defined.
    """

    index: str
    value: float | None
    better: float = 0.0
    ties: int = 0
    n: int = 0
    statistic: float | None = None
    p: float | None = None
    reasons: tuple[str, ...] = ()
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "reasons": list(self.reasons)}


def nap_test(baseline: Scores, treatment: Scores, *, improvement: Aim) -> ShareTest:
    """NAP with the Mann-Whitney test: normal approximation, corrected for ties and continuity.

    ``n`` counts pairs; ``statistic`` is U, the pairs that are worse, ties by half. Raises BadData for a
    score that is no finite number and a direction that is none.

    Source: Parker & Vannest (2009); Mann & Whitney (1947).
    """
    a, b = upward(baseline, treatment, improvement)
    if not a or not b:
        return ShareTest("nap_test", None, reasons=("empty_phase",))
    pairs, size = len(a) * len(b), len(a) + len(b)
    ties = sum(x == y for x in a for y in b)
    better = sum(y > x for x in a for y in b) + ties / 2
    tied = Fraction(sum(t**3 - t for t in Counter([*a, *b]).values()), size * (size - 1))
    variance = Fraction(pairs, 12) * (size + 1 - tied)
    p = float(ndtr(-(better - pairs / 2 - 0.5) / math.sqrt(variance))) if variance else None
    return ShareTest(
        "nap_test", better / pairs, better, ties, pairs, pairs - better, p,
        () if variance else ("no_variation",),
    )  # fmt: skip


def pem_test(baseline: Scores, treatment: Scores, *, improvement: Aim) -> ShareTest:
    """Share of treatment scores strictly beyond the baseline median, with the binomial of one half.

    Raises as `nap_test`. Source: Ma (2006).
    """
    a, b = upward(baseline, treatment, improvement)
    if not a or not b:
        return ShareTest("pem_test", None, reasons=("empty_phase",))
    middle = median(a)
    return _binomial("pem_test", [score - middle for score in b])


def pet(baseline: Scores, treatment: Scores, *, improvement: Aim) -> ShareTest:
    """Share of treatment scores strictly beyond the baseline's least-squares line drawn on.

    Sessions with data are numbered through both phases; a score on the line, decided in exact
    fractions, is not beyond it. Raises as `nap_test`.

    Source: Wolery, Busick, Reichow & Barton (2010); the binomial as in Fisher and others (2003).
    """
    a, b = upward(baseline, treatment, improvement)
    if len(a) < 2 or not b:
        reason = "one_point_phase" if len(a) == 1 and b else "empty_phase"
        return ShareTest("pet", None, reasons=(reason,))
    slope, intercept = sketch_ols([Point(Fraction(x), y) for x, y in enumerate(a, start=1)])
    return _binomial("pet", [y - intercept - slope * x for x, y in enumerate(b, start=len(a) + 1)])


def pand_phi(baseline: Scores, treatment: Scores, *, improvement: Aim) -> ShareTest:
    """Phi of phase and side, when all scores are sorted and cut at the baseline's number.

    ``better`` counts the scores on their phase's side, of ``n``; ``statistic`` those that overlap.
    Equal scores are sorted baseline first. There is no test: the cut was made from the same scores.
    Raises as `nap_test`.

    Source: Parker, Hagan-Burke & Vannest (2007).
    """
    a, b = upward(baseline, treatment, improvement)
    if not a or not b:
        return ShareTest("pand_phi", None, reasons=("empty_phase",))
    m, n = len(a), len(b)
    ranked = sorted([(score, 0) for score in a] + [(score, 1) for score in b])
    over = sum(phase for _, phase in ranked[:m])
    phi = Fraction(m - over, m) - Fraction(over, n)
    ties = sum(x == y for x in a for y in b)
    return ShareTest("pand_phi", float(phi), float(m + n - 2 * over), ties, m + n, 2.0 * over)


def _binomial(index: str, ahead: list[Fraction]) -> ShareTest:
    better, ties = sum(gap > 0 for gap in ahead), sum(gap == 0 for gap in ahead)
    n = len(ahead)
    return ShareTest(index, better / n, float(better), ties, n, better, float(chance(better, n)))
