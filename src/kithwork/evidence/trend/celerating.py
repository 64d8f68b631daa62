"""Celeration: by what factor a rate grows or shrinks in a week."""

from __future__ import annotations

import math
from typing import Any

from kithwork.evidence.estimate import Estimate
from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.trend.lines import middles
from kithwork.evidence.trend.reading import Scores, Times, read_points

# Beyond this power of e a number no longer fits in double precision.
_MOST_LOG = 700.0


def celeration(values: Scores, *, time: Times | None = None, per: float = 7.0) -> Estimate:
    """The factor by which a rate changes in a week.

    Parameters
    ----------
    values
        One rate or count a session, above zero, in session order; None where there are no data.
    time
        Dates, or days as numbers, one for each value and none twice. Without it sessions are
        numbered 1, 2, 3 after missing ones are left out, and the factor is by ``per`` sessions.
    per
        How many days make the unit of the factor; 7 for a week.

    Returns
    -------
    Estimate
        ``value`` is the factor: above 1 growing, below 1 shrinking, 1 unchanged.
        ``options["text"]`` prints it as "x1.25" or "/1.25"; ``options["points"]`` are the mid-date
        and mid-rate of both halves. None with ``no_level`` where a score is zero or below,
        ``too_few_points`` below two scores, ``not_estimable`` where the factor is beyond numbers.

    Raises
    ------
    BadData
        For a value or time that is not a finite number, a time twice, lengths that differ, or a
        ``per`` that is not above zero.

    Notes
    -----
    (mid-rate 2 / mid-rate 1) to the power of per / (days between the mid-dates), the middles as in
    `quarter_intersect`. No standard error is agreed.

    Source: White and Haring (1980), Exceptional Teaching.
    """
    if not (is_number(per) and per > 0):
        raise refuse("bad_option", f"{per} is not a length. Give days above zero.", column="per")
    points = read_points(values, time)
    options: dict[str, Any] = {"time": "order" if time is None else "given", "per": per}
    if len(points) < 2:
        return Estimate.missing("celeration", "too_few_points", n_a=len(points), options=options)
    if any(point.y <= 0 for point in points):
        return Estimate.missing("celeration", "no_level", n_a=len(points), options=options)
    first, second = middles(points)
    power = per * (math.log(second.y) - math.log(first.y)) / float(second.x - first.x)
    if abs(power) > _MOST_LOG:
        return Estimate.missing("celeration", "not_estimable", n_a=len(points), options=options)
    factor = math.exp(power)
    options["text"] = as_factor(factor)
    options["points"] = [[float(point.x), float(point.y)] for point in (first, second)]
    return Estimate(
        "celeration", factor, n_a=len(points), options=options, reasons=("no_agreed_se",)
    )


def as_factor(factor: float) -> str:
    """A factor as it is printed on a standard celeration chart: "x1.25" up, "/1.25" down.

    ``factor`` is above zero; two decimals, and "x1.00" for what rounds to no change.
    """
    if factor >= 1:
        return f"x{factor:.2f}"
    down = f"{1 / factor:.2f}"
    return "x1.00" if down == "1.00" else f"/{down}"
