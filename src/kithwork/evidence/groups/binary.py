"""Two groups and an outcome of yes or no."""

from __future__ import annotations

import math

from kithwork.evidence.faults import refuse
from kithwork.evidence.groups.result import (
    GroupEffect,
    improvement_index,
    interval,
    missing,
    omega,
)

# The logit difference that stands for one standard deviation. Source: Cox (1970).
COX = 1.65
# No study has more people; a number beyond is a slip.
MOST = 10**9


def cox_index(yes_t: int, n_t: int, yes_c: int, n_c: int, *, level: float = 0.95) -> GroupEffect:
    """Difference of log odds on the scale of a standardised difference.

    ``details`` has it with the small-sample factor of Hedges' g too, as ``corrected``.

    Parameters
    ----------
    yes_t, yes_c
        How many of each group had the outcome.
    n_t, n_c
        People in each group.

    Returns
    -------
    GroupEffect
        None with ``zero_cell`` where all or none of a group had it: nothing is added to the cells.

    Raises
    ------
    BadData
        For counts that are no whole numbers of zero or more, or more yes than people.

    Source: Sanchez-Meca, Marin-Martinez & Chacon-Moscoso (2003), Psychological Methods.
    """
    for name, value in (("yes_t", yes_t), ("n_t", n_t), ("yes_c", yes_c), ("n_c", n_c)):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise refuse("bad_count", f"{value!r} is not a whole number of people.", column=name)
    for name, yes, n in (("yes_t", yes_t, n_t), ("yes_c", yes_c, n_c)):
        if yes > n:
            raise refuse("bad_count", f"{yes} of {n} people is not possible.", column=name)
    cells = (yes_t, n_t - yes_t, yes_c, n_c - yes_c)
    if 0 in cells:
        return missing("cox_index", "zero_cell", n_t=n_t, n_c=n_c)
    logit = math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3])
    w = omega(n_t + n_c)
    g, se = logit / COX, math.sqrt(math.fsum(1 / cell for cell in cells)) / COX
    return GroupEffect(
        "cox_index", g, se=se, se_kind="delta_method", ci=interval(g, se, level), level=level, n_t=n_t, n_c=n_c,
        details={
            "logit_difference": logit, "omega": w, "corrected": w * g,
            "improvement_index": improvement_index(g),
        },
    )  # fmt: skip
