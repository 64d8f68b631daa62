"""The dual criterion: does the treatment phase leave the lines that the baseline predicts?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import comb
from typing import Any, get_args

from kithwork.evidence.estimate import REASONS, Aim
from kithwork.evidence.faults import refuse
from kithwork.evidence.trend.lines import sketch_ols, sketch_quarter_intersect
from kithwork.evidence.trend.reading import Point, Scores, Times, exact, mean, read_points

# With fewer treatment points not even all of them beyond both lines is rare enough.
LEAST_TREATMENT = 5
_TRENDS = {"ols": sketch_ols, "quarter_intersect": sketch_quarter_intersect}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the criterion says, or why it says nothing.

    ``systematic`` is None where no verdict is possible. ``beyond`` counts the treatment points
    strictly beyond both lines on the better side, of ``n_b``; ``required`` is how many it takes,
    ``p`` the chance of so many or more if each point were a coin's throw. ``level`` is the height
    of the mean line and ``slope`` and ``intercept`` give the trend line, both before the shift of
    the conservative form; ``shift`` is how far both were moved, with its sign.
    """

    index: str
    systematic: bool | None
    beyond: int | None
    required: int | None
    p: float | None
    n_a: int
    n_b: int
    level: float | None = None
    slope: float | None = None
    intercept: float | None = None
    shift: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    version: int = 1

    @property
    def sentence(self) -> str:
        """The verdict for a person."""
        if self.systematic is None:
            return "No verdict possible. " + " ".join(REASONS[code] for code in self.reasons)
        change = "Systematic change" if self.systematic else "No systematic change shown"
        return (
            f"{change}: {self.beyond} of {self.n_b} treatment points lie beyond both lines; "
            f"it takes {self.required}."
        )

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary with floats at full precision."""
        plain = asdict(self)
        plain["options"], plain["reasons"] = dict(self.options), list(self.reasons)
        return plain


def dual_criterion(
    baseline: Scores,
    treatment: Scores,
    *,
    improvement: Aim,
    conservative: bool = False,
    trend: str = "ols",
    time: Times | None = None,
    alpha: float = 0.05,
) -> Verdict:
    """Whether enough treatment points lie beyond the baseline's mean and trend line.

    Parameters
    ----------
    baseline, treatment
        One score a session, in session order, in the measure's unit; None where there are no data.
    improvement
        Which way is better: "increase" or "decrease".
    conservative
        Move both lines a quarter of the baseline's SD towards improvement.
    trend
        "ols" as published, or "quarter_intersect" (through the medians of both halves).
    time
        Session numbers or dates of baseline and treatment in one sequence. Without it scores are
        numbered 1, 2, 3 through both phases after missing ones are left out.
    alpha
        How small the one-sided binomial probability must be; strictly below.

    Returns
    -------
    Verdict
        Below five treatment points ``systematic`` is None with ``too_few_points``; without two
        baseline points with ``empty_phase`` or ``one_point_phase``.

    Raises
    ------
    BadData
        For a score that is not a finite number, a direction or trend that does not exist, an alpha
        outside 0 to 1, a time twice, or treatment times that do not follow the baseline's.

    Notes
    -----
    A point on a line is not beyond it: comparisons are made in exact fractions. The binomial
    probability takes points as independent; with autocorrelation the criterion says "systematic"
    too often.

    Source: Fisher, Kelley and Lomas (2003), Journal of Applied Behavior Analysis.
    """
    _check(improvement, trend, alpha)
    a, b = _phases(baseline, treatment, time)
    index = "conservative_dual_criterion" if conservative else "dual_criterion"
    options = {
        "improvement": improvement,
        "trend": trend,
        "alpha": alpha,
        "time": "order" if time is None else "given",
    }
    if len(a) < 2:
        reason = "one_point_phase" if a else "empty_phase"
        return Verdict(
            index, None, None, None, None, len(a), len(b), options=options, reasons=(reason,)
        )
    sign = 1 if improvement == "increase" else -1
    level = mean([point.y for point in a])
    slope, intercept = _TRENDS[trend](a)
    # Squares are compared with squares, because the SD itself is no fraction.
    gap_squared = _variance(a, level) / 16 if conservative else Fraction(0)
    over = [
        (sign * (point.y - level), sign * (point.y - intercept - slope * point.x)) for point in b
    ]
    beyond = sum(min(gaps) > 0 and min(gaps) ** 2 > gap_squared for gaps in over)
    enough = len(b) >= LEAST_TREATMENT
    p = chance(beyond, len(b))
    required = required_points(len(b), alpha=alpha) if enough else None
    return Verdict(
        index,
        systematic=p < exact(alpha) if enough else None,
        beyond=beyond,
        required=required,
        p=float(p) if enough else None,
        n_a=len(a),
        n_b=len(b),
        level=float(level),
        slope=float(slope),
        intercept=float(intercept),
        shift=sign * float(gap_squared) ** 0.5,
        options=options,
        reasons=() if enough else ("too_few_points" if b else "empty_phase",),
    )


def conservative_dual_criterion(
    baseline: Scores,
    treatment: Scores,
    *,
    improvement: Aim,
    trend: str = "ols",
    time: Times | None = None,
    alpha: float = 0.05,
) -> Verdict:
    """`dual_criterion` with both lines moved a quarter of the baseline's SD towards improvement."""
    return dual_criterion(
        baseline,
        treatment,
        improvement=improvement,
        conservative=True,
        trend=trend,
        time=time,
        alpha=alpha,
    )


def required_points(n: int, *, alpha: float = 0.05) -> int | None:
    """How many of ``n`` treatment points must lie beyond both lines; None where not even all do."""
    limit = exact(alpha)
    return next((count for count in range(n + 1) if chance(count, n) < limit), None)


def _check(improvement: str, trend: str, alpha: float) -> None:
    if improvement not in get_args(Aim):
        raise refuse(
            "no_direction", "Say which way is better: increase or decrease.", column="improvement"
        )
    if trend not in _TRENDS:
        raise refuse(
            "bad_option",
            f"{trend!r} is not a trend. Use one of: {', '.join(_TRENDS)}.",
            column="trend",
        )
    if not 0 < alpha < 1:
        raise refuse("bad_option", f"{alpha} is not between 0 and 1.", column="alpha")


def _phases(
    baseline: Scores, treatment: Scores, time: Times | None
) -> tuple[list[Point], list[Point]]:
    if time is None:
        a = read_points(baseline, None)
        return a, read_points(treatment, None, first=len(a) + 1)
    # Together first, so that lengths, numbers and repeated times are judged once over both.
    read_points([*baseline, *treatment], time)
    a, b = (
        read_points(baseline, time[: len(baseline)]),
        read_points(treatment, time[len(baseline) :]),
    )
    if a and b and b[0].x < a[-1].x:
        raise refuse(
            "phases_overlap", "A treatment session comes before a baseline session.", column="time"
        )
    return a, b


def _variance(points: Sequence[Point], level: Fraction) -> Fraction:
    squares = sum(((point.y - level) ** 2 for point in points), Fraction(0))
    return squares / (len(points) - 1)


def chance(count: int, n: int) -> Fraction:
    """The chance of ``count`` or more heads in ``n`` throws, exactly."""
    return Fraction(sum(comb(n, heads) for heads in range(count, n + 1)), 2**n)
