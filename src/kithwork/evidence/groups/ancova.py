"""The difference after, adjusted for the difference before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.faults import refuse
from kithwork.evidence.groups.hedges import hedges_g, moments, pooled_sd, two_sided
from kithwork.evidence.groups.result import (
    GroupEffect,
    improvement_index,
    interval,
    missing,
    numbers,
    omega,
)

# What a share of the squares may be and still be nothing but rounding.
NOTHING = 1e-18

NOT_ALIKE = "The groups were not alike before, and no adjustment rescues that."


def ancova(
    group: Sequence[bool | int],
    before: Sequence[float | None],
    after: Sequence[float | None],
    *,
    level: float = 0.95,
) -> GroupEffect:
    """Hedges' g of the adjusted difference after, in pooled standard deviations of the unadjusted scores.

    Parameters
    ----------
    group
        1 (or True) for treatment, 0 for comparison, one a person.
    before, after
        The two scores of each person; a person with either missing is left out and counted.
    level
        Confidence level.

    Returns
    -------
    GroupEffect
        ``details`` has the adjusted difference with its standard error and t test, the slope, adjusted
        means, the test of equal slopes, the difference before with its equivalence category, and the
        difference in differences. A warning says when the slopes differ or the groups were not alike.

    Raises
    ------
    BadData
        For columns of different length, a group that is not 0 or 1, or a score that is no number.

    Source: What Works Clearinghouse Procedures Handbook; Hedges (1981).
    """
    treated, pre, post, left_out = _complete(group, before, after)
    sizes = {"n_t": int(treated.sum()), "n_c": int(len(treated) - treated.sum())}
    rest: dict[str, Any] = {"level": level, **sizes}
    if min(sizes.values()) < 2 or len(treated) < 4:
        return missing("ancova", "too_few_points", details={"left_out": left_out}, **rest)
    spread = pooled_sd(moments(post[treated == 1], "after"), moments(post[treated == 0], "after"))
    fit = _fit(np.column_stack([np.ones(len(post)), treated, pre]), post)
    if spread == 0 or fit is None:
        return missing("ancova", "no_variation", details={"left_out": left_out}, **rest)
    (_, b, slope), error = fit
    n, w = len(post), omega(len(post))
    d = b / spread
    g, se = w * d, w * math.sqrt((error / spread) ** 2 + d**2 / (2 * n))
    start = hedges_g(pre[treated == 1], pre[treated == 0])
    gain = (post - pre)[treated == 1].mean() - (post - pre)[treated == 0].mean()
    t = b / error if error else None
    middle = float(pre.mean())
    details = {
        "b": b,
        "se_b": error,
        "t": t,
        "df": n - 3,
        "p": None if t is None else two_sided(t, n - 3),
        "slope": slope,
        "adjusted_t": float(
            post[treated == 1].mean() - slope * (pre[treated == 1].mean() - middle)
        ),
        "adjusted_c": float(
            post[treated == 0].mean() - slope * (pre[treated == 0].mean() - middle)
        ),
        "sd_pooled": spread,
        "omega": w,
        "improvement_index": improvement_index(g),
        "before_g": start.value,
        "equivalence": start.details.get("equivalence"),
        "difference_in_differences": w * float(gain) / spread,
        "slopes_equal_p": _slopes(treated, pre, post),
        "left_out": left_out,
    }
    return GroupEffect(
        "ancova", g, se=se, se_kind="omega_d", ci=interval(g, se, level), details=details,
        warnings=tuple(_warned(details)), **rest,
    )  # fmt: skip


def _complete(
    group: Sequence[bool | int], before: Sequence[float | None], after: Sequence[float | None]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], int]:
    if not len(group) == len(before) == len(after):
        raise refuse(
            "lengths_differ", "Give one group, one score before and one after for each person."
        )
    for row, one in enumerate(group, start=1):
        if one not in (0, 1):
            raise refuse(
                "bad_group",
                f"{one!r} is no group. Use 1 for treatment, 0 for comparison.",
                row=row,
                column="group",
            )
    rows = [
        (float(one), x, y)
        for one, x, y in zip(group, numbers(before, "before"), numbers(after, "after"), strict=True)
        if x is not None and y is not None
    ]
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2], len(group) - len(rows)


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[list[float], float] | None:
    """Least squares: coefficients, and the standard error of the second; None without full rank."""
    n, k = x.shape
    if n <= k or np.linalg.matrix_rank(x) < k:
        return None
    q, r = np.linalg.qr(x)
    coefficients = np.linalg.solve(r, q.T @ y)
    left = y - x @ coefficients
    squares = float(left @ left)
    if squares <= NOTHING * float(y @ y):
        squares = 0.0
    inverse = np.linalg.inv(r)
    error = math.sqrt(squares / (n - k) * float(inverse[1] @ inverse[1]))
    return [float(value) for value in coefficients], error


def _slopes(
    treated: NDArray[np.float64], pre: NDArray[np.float64], post: NDArray[np.float64]
) -> float | None:
    """Two-sided p of a different slope in each group; None where it cannot be told."""
    x = np.column_stack([np.ones(len(post)), treated * pre, treated, pre])
    fit = _fit(x, post)
    if fit is None or fit[1] == 0:
        return None
    return two_sided(fit[0][1] / fit[1], len(post) - 4)


def _warned(details: dict[str, object]) -> list[str]:
    said = []
    p = details["slopes_equal_p"]
    if isinstance(p, float) and p < 0.05:
        said.append(
            "The slopes differ between the groups, so one adjusted difference does not tell all."
        )
    if details["equivalence"] == "not_equivalent":
        said.append(NOT_ALIKE)
    return said
