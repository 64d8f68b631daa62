"""Intraclass correlations of ratings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.agreement.result import Agreement, missing
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import check_level, is_number

# What rounding leaves of a mean square that is zero, in ratings of at most 1.
ZERO = 1e-24
# Degrees of freedom below this are what rounding leaves of none.
FEWEST = 1e-12
FORMS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")


def _f_distribution() -> Any:
    """Its import takes a second and a half: whoever only counts taps does not wait for it."""
    from scipy.stats import f

    return f


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of n subjects by k raters."""

    n: int
    k: int
    subjects: float
    within: float
    raters: float
    error: float


def icc(ratings: Sequence[Sequence[float]], *, form: str = "2,1", level: float = 0.95) -> Agreement:
    """Intraclass correlation of n subjects rated by the same number of raters.

    Parameters
    ----------
    ratings
        One row a subject, one column a rater; at least two of each and no gaps.
    form
        "1,1" raters differ from subject to subject; "2,1" the same raters, who stand for others, absolute
        agreement; "3,1" these raters only, consistency. With k the mean of all raters.
    level
        Confidence level of the F-based interval.

    Returns
    -------
    Agreement
        ``n`` counts the subjects; ``details`` has the F test and its degrees of freedom. None with
        ``no_variation`` where the ratings do not vary as the form needs, and with ``not_estimable``
        where the estimated variances add up to zero or less. An interval that is not defined is None,
        with ``not_estimable`` beside the value.

    Raises
    ------
    BadData
        For an unknown form, rows of different lengths, fewer than two subjects or raters, a rating
        that is no finite number, or a level outside 0 to 1.

    Notes
    -----
    The Satterthwaite degrees of freedom of "2,k" use the mean rating's own coefficient, as the usual R
    program does; those of "2,1" the single rating's.

    Source: Shrout & Fleiss (1979); intervals McGraw & Wong (1996).
    """
    if form not in FORMS:
        raise refuse("unknown_form", f"{form!r} is no form. Use one of: {', '.join(FORMS)}.")
    check_level(level)
    squares, mean = _mean_squares(_checked(ratings)), form.endswith("k")
    index = f"ICC({form})"
    rest: dict[str, Any] = {"n": squares.n, "options": {"form": form}}
    base = squares.within if form[0] == "1" else squares.error
    if base == 0:
        return _without_error(index, squares, form, mean, rest)
    if squares.subjects == 0 and mean:  # 1 - 1 / F has no value at F = 0
        return missing(index, "no_variation", **rest)
    if form[0] == "2" and _spread(squares, mean) <= 0:
        return missing(index, "not_estimable", **rest)
    work = {"1": _one_way, "2": _two_way, "3": _consistency}[form[0]]
    value, ci, details = work(squares, mean, level)
    reasons = () if ci else ("not_estimable",)
    told = {**details, "raters": squares.k}
    return Agreement(index, value, ci=ci, level=level, details=told, reasons=reasons, **rest)


def _without_error(
    index: str, s: _Squares, form: str, mean: bool, rest: dict[str, Any]
) -> Agreement:
    """Raters that differ by nothing but a constant: no F test, and no interval."""
    if s.subjects == 0:
        return missing(index, "no_variation", **rest)
    value = _agreement(s, mean) if form[0] == "2" else 1.0
    return Agreement(index, value, details={"raters": s.k}, reasons=("not_estimable",), **rest)


def _checked(ratings: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    faults = []
    for row, own in enumerate(ratings, start=1):
        if len(own) != len(ratings[0]):
            faults.append(
                Fault("lengths_differ", "Every subject needs the same number of raters.", row)
            )
        faults += [
            Fault("not_a_number", f"{value!r} is not a finite number.", row, f"rater {column}")
            for column, value in enumerate(own, start=1)
            if not is_number(value)
        ]
    if faults:
        raise BadData(faults)
    if len(ratings) < 2 or len(ratings[0]) < 2:
        raise refuse("too_few", "This needs at least two subjects and two raters.")
    table = np.array(ratings, dtype=float)
    # No coefficient depends on the unit, and squares of very large or small numbers have none left.
    largest = np.abs(table).max()
    return table / largest if largest > 0 else table


def _mean_squares(table: NDArray[np.float64]) -> _Squares:
    n, k = table.shape
    mean, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
    subjects = float(k * ((rows - mean) ** 2).sum() / (n - 1))
    raters = float(n * ((columns - mean) ** 2).sum() / (k - 1))
    within = float(((table - rows[:, None]) ** 2).sum() / (n * (k - 1)))
    left = table - rows[:, None] - columns[None, :] + mean
    error = float((left**2).sum() / ((n - 1) * (k - 1)))
    return _Squares(
        n, k, *(0.0 if part <= ZERO else part for part in (subjects, within, raters, error))
    )


Found = tuple[float, tuple[float, float] | None, dict[str, Any]]


def _one_way(s: _Squares, mean: bool, level: float) -> Found:
    return _from_f(s, s.within, s.n * (s.k - 1), mean, level)


def _consistency(s: _Squares, mean: bool, level: float) -> Found:
    return _from_f(s, s.error, (s.n - 1) * (s.k - 1), mean, level)


def _from_f(s: _Squares, base: float, df2: int, mean: bool, level: float) -> Found:
    df1, f = s.n - 1, s.subjects / base
    tail = 0.5 + level / 2
    low = f / float(_f_distribution().ppf(tail, df1, df2))
    high = f * float(_f_distribution().ppf(tail, df2, df1))

    def share(ratio: float) -> float:
        return 1 - 1 / ratio if mean else (ratio - 1) / (ratio + s.k - 1)

    return share(f), (share(low), share(high)), _test(f, df1, df2)


def _spread(s: _Squares, mean: bool) -> float:
    """What the two-way form divides by: the variances of subjects, raters and error, together."""
    extra = (s.raters - s.error) / s.n
    if not mean:
        extra = (s.k - 1) * s.error + s.k * extra
    return s.subjects + extra


def _agreement(s: _Squares, mean: bool) -> float:
    return (s.subjects - s.error) / _spread(s, mean)


def _two_way(s: _Squares, mean: bool, level: float) -> Found:
    """Absolute agreement."""
    value = _agreement(s, mean)
    f, df1, df2 = s.subjects / s.error, s.n - 1, _satterthwaite(s, value)
    if df2 is None:
        return value, None, {"F": f, "df1": df1, "df2": None, "p": None}
    return value, _two_way_interval(s, mean, level, df2), _test(f, df1, df2)


def _satterthwaite(s: _Squares, value: float) -> float | None:
    """Degrees of freedom as McGraw and Wong give them; None where the weights leave none."""
    n, k = s.n, s.k
    ratio = k * value / (n * (1 - value))
    raters, error = ratio * s.raters, (1 + ratio * (n - 1)) * s.error
    total, parts = raters + error, raters**2 / (k - 1) + error**2 / ((n - 1) * (k - 1))
    return total**2 / parts if total**2 > FEWEST * parts else None


def _two_way_interval(
    s: _Squares, mean: bool, level: float, df2: float
) -> tuple[float, float] | None:
    n, k = s.n, s.k
    tail = 0.5 + level / 2
    low_f = float(_f_distribution().ppf(tail, n - 1, df2))
    high_f = float(_f_distribution().ppf(tail, df2, n - 1))
    wide = s.raters - s.error if mean else k * s.raters + (k * n - k - n) * s.error
    below = low_f * wide + n * s.subjects
    above = wide + n * high_f * s.subjects
    if not (0 < below < math.inf and 0 < above < math.inf):
        return None
    low = n * (s.subjects - low_f * s.error) / below
    high = n * (high_f * s.subjects - s.error) / above
    return low, high


def _test(f: float, df1: int, df2: float) -> dict[str, Any]:
    return {"F": f, "df1": df1, "df2": df2, "p": float(_f_distribution().sf(f, df1, df2))}
