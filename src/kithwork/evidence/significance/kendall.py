"""Kendall's score of two lists, exactly, with its variance under no association."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from scipy.special import ndtr


@dataclass(frozen=True, slots=True)
class KendallTest:
    """A rank correlation with its two-sided test. None where the scores do not vary."""

    tau: float | None
    z: float | None
    p: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Counts:
    """Pairs of places by how the two lists order them."""

    n: int
    concordant: int
    discordant: int
    untied_first: int
    untied_second: int
    variance: Fraction

    @property
    def score(self) -> int:
        return self.concordant - self.discordant

    @property
    def pairs(self) -> int:
        return math.comb(self.n, 2)


def counts(first: Sequence[Any], second: Sequence[Any]) -> Counts:
    """How many pairs both lists order alike, and how many they order otherwise.

    The variance of the difference is corrected for ties in both lists.

    Source: Kendall (1970), Rank Correlation Methods, section 4.
    """
    alike = other = 0
    for (x, y), (u, v) in combinations(list(zip(first, second, strict=True)), 2):
        turn = ((u > x) - (u < x)) * ((v > y) - (v < y))
        alike += turn > 0
        other += turn < 0
    ones, twos = _ties(first), _ties(second)
    n = len(first)
    pairs = math.comb(n, 2)
    return Counts(
        n, alike, other,
        pairs - sum(math.comb(t, 2) for t in ones),
        pairs - sum(math.comb(t, 2) for t in twos),
        _variance(n, ones, twos),
    )  # fmt: skip


def plain_variance(n: int) -> Fraction:
    """The variance of the score of n places without ties."""
    return Fraction(n * (n - 1) * (2 * n + 5), 18)


def tested(tau: float | None, score: int, variance: Fraction) -> KendallTest:
    """The normal test of a score, without continuity correction."""
    if not variance:
        return KendallTest(tau, None, None)
    z = score / math.sqrt(variance)
    return KendallTest(tau, z, two_sided(z))


def two_sided(z: float) -> float:
    return 2 * float(ndtr(-abs(z)))


def _ties(values: Sequence[Any]) -> list[int]:
    return [times for times in Counter(values).values() if times > 1]


def _variance(n: int, ones: list[int], twos: list[int]) -> Fraction:
    plain = plain_variance(n) - sum(map(plain_variance, ones)) - sum(map(plain_variance, twos))
    pairs = sum(t * (t - 1) for t in ones) * sum(t * (t - 1) for t in twos)
    triples = sum(t * (t - 1) * (t - 2) for t in ones) * sum(t * (t - 1) * (t - 2) for t in twos)
    if pairs:
        plain += Fraction(pairs, 2 * n * (n - 1))
    if triples:
        plain += Fraction(triples, 9 * n * (n - 1) * (n - 2))
    return plain
