"""Lines through the scores of a phase: its level, and four ways to draw its trend.

Every line is worked out in exact fractions of the decimals that were typed, so a score that lies
on a line lies on it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Any, NamedTuple

from kithwork.evidence.trend.reading import Point, Scores, Times, mean, median, read_points

Sketch = tuple[Fraction, Fraction]  # slope and intercept


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, or the reason there is none.

    ``slope`` is in the measure's unit by unit of time; ``intercept`` the height at time 0. ``time``
    says what was counted: "order" (1, 2, 3 after missing scores are left out) or "given". ``points``
    are the two points a half-and-half line was drawn through, each as time and height.
    """

    index: str
    slope: float | None
    intercept: float | None
    n: int
    time: str
    points: tuple[tuple[float, float], ...] = ()
    reasons: tuple[str, ...] = ()
    version: int = 1

    def at(self, moment: float) -> float | None:
        """The height of the line at a time, None where there is no line."""
        if self.slope is None or self.intercept is None:
            return None
        return self.intercept + self.slope * moment

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary with floats at full precision."""
        plain = asdict(self)
        plain["points"] = [list(point) for point in self.points]
        plain["reasons"] = list(self.reasons)
        return plain


def mean_line(values: Scores, *, time: Times | None = None) -> Line:
    """The level as a flat line at the mean. Parameters and errors as for `ols`; one score is enough."""
    return _line("mean", values, time, lambda points: (Fraction(0), mean(_heights(points))), 1)


def median_line(values: Scores, *, time: Times | None = None) -> Line:
    """The level as a flat line at the median. Parameters and errors as for `ols`."""
    return _line("median", values, time, lambda points: (Fraction(0), median(_heights(points))), 1)


def ols(values: Scores, *, time: Times | None = None) -> Line:
    """The line with the least squared distance to the scores.

    Parameters
    ----------
    values
        One score a session, in session order, in the measure's unit; None where there are no data.
    time
        Session numbers or dates, one for each value and none twice. Without it the scores are
        numbered 1, 2, 3 after missing ones are left out.

    Returns
    -------
    Line
        Slope by unit of time (by day for dates, counted from 1 January of year 1 as 1). Without
        two scores: None, with ``empty_phase`` or ``one_point_phase``.

    Raises
    ------
    BadData
        For a value or time that is not a finite number, a time twice, or lengths that differ.

    Notes
    -----
    One outlying score at either end turns this line; compare it with `theil_sen`.
    """
    return _line("ols", values, time, sketch_ols)


def theil_sen(values: Scores, *, time: Times | None = None) -> Line:
    """The line whose slope is the median of the slopes between all pairs of scores.

    The intercept is the median of value - slope * time. Parameters and errors as for `ols`.

    Source: Sen, P. K. (1968), Journal of the American Statistical Association.
    """
    return _line("theil_sen", values, time, _sketch_theil_sen)


def quarter_intersect(values: Scores, *, time: Times | None = None) -> Line:
    """The line through the middle of the first and of the second half of the scores.

    The middle of a half is its median time and median score; with an odd number of scores the
    middle one belongs to neither. Parameters and errors as for `ols`; ``points`` are the two.

    Source: Koenig, C. H. (1972), Charting the future course of behavior; White and Haring (1980),
    Exceptional Teaching.
    """
    return _line("quarter_intersect", values, time, sketch_quarter_intersect)


def split_middle(values: Scores, *, time: Times | None = None) -> Line:
    """The quarter-intersect line, shifted until half the scores lie on either side.

    The intercept is the median of value - slope * time. Parameters and errors as for `ols`.

    Source: White, O. R. (1974), The "split-middle": a "quickie" method of trend estimation; White
    and Haring (1980), Exceptional Teaching.
    """
    return _line("split_middle", values, time, _sketch_split_middle)


def middles(points: Sequence[Point]) -> tuple[Point, Point]:
    """Median time and median score of the first and of the second half; needs two points."""
    half = len(points) // 2
    first, second = points[:half], points[-half:]
    return _middle(first), _middle(second)


def sketch_ols(points: Sequence[Point]) -> Sketch:
    """Slope and intercept of the least squares line, exactly."""
    x_mean, y_mean = mean([point.x for point in points]), mean(_heights(points))
    zero = Fraction(0)
    products = sum(((point.x - x_mean) * (point.y - y_mean) for point in points), zero)
    slope = products / sum(((point.x - x_mean) ** 2 for point in points), zero)
    return slope, y_mean - slope * x_mean


def sketch_quarter_intersect(points: Sequence[Point]) -> Sketch:
    """Slope and intercept of the line through the two middles, exactly."""
    first, second = middles(points)
    slope = (second.y - first.y) / (second.x - first.x)
    return slope, first.y - slope * first.x


def _sketch_split_middle(points: Sequence[Point]) -> Sketch:
    slope, _ = sketch_quarter_intersect(points)
    return slope, _halving(points, slope)


def _sketch_theil_sen(points: Sequence[Point]) -> Sketch:
    slope = middle_slope(points)
    return slope, _halving(points, slope)


def middle_slope(points: Sequence[Point]) -> Fraction:
    """The median of the slopes between all pairs, exactly; needs two points.

    A year of sessions has ten thousand pairs. They are ordered as quotients of whole numbers, which Python rounds
    the same way round as the fractions lie; only those that tie with the middle are compared as fractions.
    """
    xs, ys = _whole([point.x for point in points]), _whole(_heights(points))
    unit = Fraction(xs.unit, ys.unit)
    pairs = [
        (y - before, x - start) if x > start else (before - y, start - x)
        for (start, before), (x, y) in combinations(zip(xs.numbers, ys.numbers, strict=True), 2)
    ]
    try:
        ordered = sorted((rise / run, rise, run) for rise, run in pairs)
    except OverflowError:
        return median([Fraction(*pair) for pair in pairs]) * unit
    half = len(ordered) // 2
    if len(ordered) % 2:
        return _ranked(ordered, half) * unit
    return (_ranked(ordered, half - 1) + _ranked(ordered, half)) / 2 * unit


def _ranked(ordered: Sequence[tuple[float, int, int]], rank: int) -> Fraction:
    """The slope of a rank, counted from 0, among slopes in the order of their rounded quotients."""
    rounded = ordered[rank][0]
    first = bisect_left(ordered, rounded, key=lambda one: one[0])
    last = bisect_right(ordered, rounded, key=lambda one: one[0])
    _quotient, rise, run = ordered[first]
    if all(other * run == rise * length for _quotient, other, length in ordered[first:last]):
        return Fraction(rise, run)  # as good as always: counts rise by the same again and again
    return sorted(Fraction(*pair) for _quotient, *pair in ordered[first:last])[rank - first]


class _Whole(NamedTuple):
    """Numbers as multiples of one unit: each is `number / unit`."""

    numbers: tuple[int, ...]
    unit: int


def _whole(numbers: Sequence[Fraction]) -> _Whole:
    unit = lcm(*(one.denominator for one in numbers))
    return _Whole(tuple(one.numerator * (unit // one.denominator) for one in numbers), unit)


def _halving(points: Sequence[Point], slope: Fraction) -> Fraction:
    """The intercept that leaves half the scores above the line."""
    return median([point.y - slope * point.x for point in points])


def _middle(points: Sequence[Point]) -> Point:
    return Point(median([point.x for point in points]), median(_heights(points)))


def _heights(points: Sequence[Point]) -> list[Fraction]:
    return [point.y for point in points]


def _line(
    index: str,
    values: Scores,
    time: Times | None,
    sketch: Callable[[Sequence[Point]], Sketch],
    least: int = 2,
) -> Line:
    points = read_points(values, time)
    counted = "order" if time is None else "given"
    if len(points) < least:
        reason = "one_point_phase" if points else "empty_phase"
        return Line(index, None, None, len(points), counted, reasons=(reason,))
    slope, intercept = sketch(points)
    shown = middles(points) if index in ("quarter_intersect", "split_middle") else ()
    return Line(
        index,
        float(slope),
        float(intercept),
        len(points),
        counted,
        points=tuple((float(point.x), float(point.y)) for point in shown),
    )
