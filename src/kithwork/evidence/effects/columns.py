"""Many cases at once: scores as rows of an array, answers as columns.

Each index is written once, for k cases with the same number of scores. One case is a batch of one, so
the plain function and the batch cannot disagree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from kithwork.evidence.estimate import Estimate
from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_PLAIN = frozenset({int, float})
# Numbers worked out of scores and nearer than this, relative to the scores' size, are equal: rounding
# decides no tie.
SAME = 1e-10


@dataclass(frozen=True, slots=True)
class Cases:
    """k cases with m baseline and n treatment scores each, and what an index may need to know of them.

    ``a`` (k, m) and ``b`` (k, n) in session order; ``improvement`` and ``scale`` are the same for all;
    ``minutes``, ``intervals`` and ``goal`` are (k,) with nan where unknown; ``time`` (k, m + n) are
    session numbers, or None for 1 to m + n.
    """

    a: Floats
    b: Floats
    improvement: str
    scale: str = "other"
    minutes: Floats | None = None
    intervals: Floats | None = None
    goal: Floats | None = None
    time: Floats | None = None

    @property
    def m(self) -> int:
        return int(self.a.shape[1])

    @property
    def n(self) -> int:
        return int(self.b.shape[1])

    @property
    def k(self) -> int:
        return int(self.a.shape[0])

    @property
    def upward(self) -> tuple[Floats, Floats]:
        """Both phases turned so that more is better."""
        return (self.a, self.b) if self.improvement == "increase" else (-self.a, -self.b)


@dataclass(slots=True)
class Columns:
    """What an index found for k cases. nan means missing; ``reasons`` says why, a mask for each code."""

    value: Floats
    ses: dict[str, Floats] = field(default_factory=dict)
    ci_low: Floats | None = None
    ci_high: Floats | None = None
    reasons: dict[str, Flags] = field(default_factory=dict)
    extras: dict[str, Floats] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    index: str = ""  # the name it was asked for, once that is known

    def because(self, code: str, where: Flags) -> None:
        """Note a reason for the cases of a mask."""
        if where.any():
            self.reasons[code] = self.reasons.get(code, np.zeros(len(self.value), bool)) | where


def missing(k: int, code: str) -> Columns:
    """No value for any case, for one reason."""
    return Columns(np.full(k, np.nan), reasons={code: np.ones(k, bool)})


def normal_interval(value: Floats, se: Floats, level: float) -> tuple[Floats, Floats]:
    """value ± z se."""
    z = float(ndtri(0.5 + level / 2))
    return value - z * se, value + z * se


def mean_and_variance(scores: Floats) -> tuple[Floats, Floats]:
    """Mean and variance (divisor n - 1) of each row; the variance of one score is nan."""
    mean = scores.mean(axis=1)
    if scores.shape[1] < 2:
        return mean, np.full(len(mean), np.nan)
    squares = (scores - mean[:, None]) ** 2
    # A row of equal scores has no variance, whatever rounding its mean went through.
    flat = (scores == scores[:, :1]).all(axis=1)
    return mean, np.where(flat, 0.0, squares.sum(axis=1) / (scores.shape[1] - 1))


def lag_one(cases: Cases) -> Floats:
    """Lag-1 autocorrelation of each case about the means of its phases; nan without spread.

    The same as `trend.autocorrelation`, for k cases. Every standard error within a case takes sessions
    as independent, so it is shown beside each of them.
    """
    products, squares = np.zeros(cases.k), np.zeros(cases.k)
    for phase in (cases.a, cases.b):
        flat = (phase == phase[:, :1]).all(axis=1)
        left = np.where(flat[:, None], 0.0, phase - phase.mean(axis=1)[:, None])
        products += (left[:, 1:] * left[:, :-1]).sum(axis=1)
        squares += (left**2).sum(axis=1)
    known = (squares > 0) & (cases.m + cases.n > 2)
    ratio: Floats = np.where(known, products / np.where(known, squares, 1.0), np.nan)
    return ratio


def nearness(*phases: Floats) -> Floats:
    """(k,): how near two numbers worked out of a case's scores count as equal."""
    largest: Floats = np.max([np.abs(phase).max(axis=1) for phase in phases], axis=0)
    return SAME * largest


def small_sample(df: float) -> float:
    """Hedges' factor J = 1 - 3 / (4 df - 1)."""
    return 1 - 3 / (4 * df - 1)


def estimates(columns: Columns, cases: Cases, *, level: float, kind: str | None) -> list[Estimate]:
    """One Estimate a case, with the standard error of one kind."""
    k = cases.k
    nothing = np.full(k, np.nan)
    value = _numbers(columns.value)
    se = _numbers(columns.ses.get(kind or "", nothing))
    low = _numbers(nothing if columns.ci_low is None else columns.ci_low)
    high = _numbers(nothing if columns.ci_high is None else columns.ci_high)
    options = _options(columns, k)
    reasons = _codes(columns, k)
    m, n = cases.m, cases.n
    return [
        Estimate(
            columns.index,
            value[case],
            se[case],
            kind,
            None if low[case] is None or high[case] is None else (low[case], high[case]),
            level,
            m,
            n,
            options[case],
            columns.warnings,
            reasons[case],
        )
        for case in range(k)
    ]


def _numbers(values: Floats) -> list[Any]:
    """Plain floats, None where there is no finite number."""
    plain: list[Any] = values.tolist()
    for case in np.flatnonzero(~np.isfinite(values)):
        plain[case] = None
    return plain


def _options(columns: Columns, k: int) -> list[Mapping[str, Any]]:
    if not columns.extras:
        return [columns.options] * k
    names = list(columns.extras)
    told = [_numbers(values) for values in columns.extras.values()]
    base = columns.options
    if all(np.isfinite(values).all() for values in columns.extras.values()):
        # By the hundred thousand: nothing to leave out.
        return [{**base, **dict(zip(names, own, strict=True))} for own in zip(*told, strict=True)]
    return [
        {
            **base,
            **{name: value for name, value in zip(names, own, strict=True) if value is not None},
        }
        for own in zip(*told, strict=True)
    ]


def _codes(columns: Columns, k: int) -> list[tuple[str, ...]]:
    """The reasons of each case, in the order they were noted."""
    if all(where.all() for where in columns.reasons.values()):
        return [tuple(columns.reasons)] * k
    found: list[tuple[str, ...]] = [()] * k
    for code, where in columns.reasons.items():
        for case in np.flatnonzero(where):
            found[case] += (code,)
    return found


def scores(given: Sequence[float | None], name: str) -> list[float]:
    """The scores that are there, as floats.

    Raises
    ------
    BadData
        For anything that is neither a finite number nor None, with its place.
    """
    if _PLAIN.issuperset(map(type, given)):  # the common case, by the hundred thousand
        with suppress(OverflowError):
            plain = [float(value) for value in given if value is not None]
            if math.isfinite(math.fsum(plain)):
                return plain
    kept, faults = [], []
    for row, value in enumerate(given, start=1):
        if value is None:
            continue
        if not is_number(value):
            faults.append(
                Fault(
                    "not_a_number",
                    f"{value!r} is not a finite number. Use None where there are no data.",
                    row,
                    name,
                )
            )
            continue
        kept.append(float(value))
    if faults:
        raise BadData(faults)
    return kept
