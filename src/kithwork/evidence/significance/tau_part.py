"""Tau-U taken apart: phases, trends and their sums, each with its test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from scipy.special import ndtri

from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import check_level
from kithwork.evidence.significance.kendall import Counts, counts, plain_variance, two_sided
from kithwork.evidence.significance.phases import upward
from kithwork.evidence.trend.reading import Scores

PARTS = (
    "AvB", "trendA", "trendB", "AvB_minus_trendA", "AvB_plus_trendB",
    "AvB_plus_trendB_minus_trendA",
)  # fmt: skip
VARIANTS = ("parker", "complete_a", "complete_b")


@dataclass(frozen=True, slots=True)
class TauPart:
    """One part of a Tau-U table.

    ``tau`` = ``s`` / ``d``: pairs that improve minus pairs that worsen, over the variant's number of
    pairs. ``sd`` is the standard deviation of ``s`` as the table gives it; ``z`` and the two-sided ``p``
    stand on the variance the variant tests with. ``ci`` by Fisher's z with ``n`` scores. None with
    ``reasons`` where not defined.
    """

    part: str
    tau: float | None
    s: int = 0
    d: float = 0.0
    sd: float = 0.0
    z: float | None = None
    p: float | None = None
    ci: tuple[float, float] | None = None
    pairs: int = 0
    rising: int = 0
    falling: int = 0
    ties: int = 0
    n: int = 0
    variant: str = "parker"
    level: float = 0.95
    reasons: tuple[str, ...] = ()
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["ci"] = list(self.ci) if self.ci else None
        plain["reasons"] = list(self.reasons)
        return plain


def tau_part(
    baseline: Scores,
    treatment: Scores,
    *,
    improvement: Aim,
    part: str = "AvB_minus_trendA",
    variant: str = "parker",
    level: float = 0.95,
) -> TauPart:
    """One part of Tau-U with its standard deviation, test and interval.

    Parameters
    ----------
    baseline, treatment
        One score a session, in session order; None where there are no data.
    improvement
        Which way is better. Programs that do not ask take every measure as one to increase.
    part
        A name of `PARTS`.
    variant
        "parker" divides by the pairs between phases also where the baseline trend is taken off;
        "complete_a" by all pairs used, tested without a correction for ties; "complete_b" as Kendall's
        tau-b does.
    level
        Confidence level, between 0 and 1.

    Raises
    ------
    BadData
        For a score that is no finite number, or a direction, part, variant or level that is none.

    Notes
    -----
    Sessions are taken as independent: with autocorrelation p is too small. Fisher's interval is one of
    ranks in name only; no standard error of Tau-U is agreed.

    Source: Parker, Vannest, Davis & Sauber (2011); Kendall (1970).
    """
    _check(part, variant, level)
    a, b = upward(baseline, treatment, improvement)
    if not a or not b:
        return TauPart(part, None, variant=variant, level=level, reasons=("empty_phase",))
    design, scores = _lists(part, a, b)
    found = counts(design, scores)
    divisor = _divisor(part, variant, found, len(a) * len(b))
    tau = found.score / divisor if divisor else None
    variance = plain_variance(found.n) if variant == "complete_a" else found.variance
    z = found.score / math.sqrt(variance) if variance else None
    ci, reasons = _interval(tau, found.n, level)
    if z is None:
        reasons = ("no_variation" if found.n > 1 else "one_point_phase",)
    pairs = found.untied_first
    if variant == "parker" and part == "AvB_minus_trendA":
        pairs = len(a) * len(b)
    return TauPart(
        part, tau, found.score, divisor, _shown_sd(part, variance, len(a), len(b)), z,
        None if z is None else two_sided(z), ci, pairs, found.concordant, found.discordant,
        found.untied_first - found.concordant - found.discordant, found.n, variant, level, reasons,
    )  # fmt: skip


def _check(part: str, variant: str, level: float) -> None:
    if part not in PARTS:
        raise refuse("unknown_part", f"{part!r} is no part. Use one of: {', '.join(PARTS)}.")
    if variant not in VARIANTS:
        raise refuse(
            "unknown_variant", f"{variant!r} is no variant. Use one of: {', '.join(VARIANTS)}."
        )
    check_level(level)


def _lists(part: str, a: list[Fraction], b: list[Fraction]) -> tuple[Sequence[int], list[Fraction]]:
    """What each part holds the scores against: time, phase, or both, a baseline trend backwards."""
    m, n = len(a), len(b)
    if part == "trendA":
        return range(m), a
    if part == "trendB":
        return range(n), b
    before = list(range(0, -m, -1)) if part.endswith("minus_trendA") else [0] * m
    after = list(range(1, n + 1)) if "plus_trendB" in part else [1] * n
    return [*before, *after], [*a, *b]


def _divisor(part: str, variant: str, found: Counts, between: int) -> float:
    if variant == "complete_b":
        if part == "AvB":
            return between - (between - found.concordant - found.discordant) / 2
        return math.sqrt(found.untied_first * found.untied_second)
    if variant == "parker" and part == "AvB_minus_trendA":
        return float(between)
    return float(found.untied_first)


def _shown_sd(part: str, variance: Fraction, m: int, n: int) -> float:
    """As the tables print it: phases and single trends without a correction for ties."""
    if part == "AvB":
        return math.sqrt(m * n * (m + n + 1) / 3)
    if part.startswith("trend"):
        return math.sqrt(plain_variance(m if part == "trendA" else n))
    return math.sqrt(variance)


def _interval(
    tau: float | None, n: int, level: float
) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
    if tau is None:
        return None, ("no_variation",)
    if n < 4:
        return None, ("too_few_points",)
    if abs(tau) >= 1:  # Fisher's z of 1 has no end, and Tau-U may pass 1
        return None, ("not_estimable",)
    half = float(ndtri(0.5 + level / 2)) / math.sqrt(n - 3)
    middle = math.atanh(tau)
    return (math.tanh(middle - half), math.tanh(middle + half)), ()
