"""Whole classes were in one group or the other: people in a class are alike, so they count for less."""

from __future__ import annotations

import math
from typing import Any

from kithwork.evidence.faults import refuse
from kithwork.evidence.groups.hedges import two_sided
from kithwork.evidence.groups.result import GroupEffect, interval
from kithwork.evidence.numeric import is_number

# A study with more people, or a larger difference in standard deviations, is a slip.
MOST = 1e9
# When the intraclass correlation is not known. Source: What Works Clearinghouse handbook.
DEFAULT_ICC = {"achievement": 0.20, "behavior": 0.10}


def cluster_corrected(
    d: float,
    *,
    n_t: int,
    n_c: int,
    clusters: int,
    icc: float | None = None,
    domain: str = "achievement",
    level: float = 0.95,
) -> GroupEffect:
    """g of a difference worked out as if people had been independent, when whole clusters were assigned.

    Parameters
    ----------
    d
        The uncorrected difference in standard deviations of people.
    n_t, n_c
        People in treatment and comparison.
    clusters
        How many clusters there were in both together.
    icc
        The share of the spread between clusters, 0 to below 1; None takes the domain's default and says so.
    domain
        "achievement" (0.20) or "behavior" (0.10).

    Returns
    -------
    GroupEffect
        ``details`` has gamma, the degrees of freedom h, the design effect and the corrected t test.
        With two clusters or more and an ICC below 1 there always is a value.

    Raises
    ------
    BadData
        For sizes below two, more clusters than people, an ICC outside 0 to 1, or an unknown domain.

    Source: Hedges (2007), Journal of Educational and Behavioral Statistics 32(4), 341-370.
    """
    rho, warnings = _icc(icc, domain)
    sizes = all(is_number(one) and 2 <= one <= MOST for one in (n_t, n_c, clusters))
    if not sizes or not is_number(d):
        raise refuse(
            "too_few",
            "This needs at least two people in each group, two clusters and a finite difference.",
        )
    if clusters > n_t + n_c:
        raise refuse("too_few", "There are more clusters than people. Mend one of the two.")
    if abs(d) > MOST:
        raise refuse("too_large", f"{d:g} standard deviations are not possible. Mend it.")
    total = n_t + n_c
    size = total / clusters
    kept = (total - 2) - 2 * (size - 1) * rho
    options = {"icc": rho, "clusters": clusters}
    h = kept**2 / (
        (total - 2) * (1 - rho) ** 2
        + size * (total - 2 * size) * rho**2
        + 2 * (total - 2 * size) * rho * (1 - rho)
    )
    gamma, w = math.sqrt(kept / (total - 2)), 1 - 3 / (4 * h - 1)
    g, effect = w * gamma * d, 1 + (size - 1) * rho
    part = 1 / n_t + 1 / n_c
    se = w * math.sqrt(part * effect + g**2 / (2 * h))
    plain = d / math.sqrt(part)
    t = plain * math.sqrt(kept / ((total - 2) * effect))
    details: dict[str, Any] = {
        "gamma": gamma, "df": h, "omega": w, "design_effect": effect, "t_plain": plain, "t": t,
        "p": two_sided(t, h), "cluster_size": size,
    }  # fmt: skip
    return GroupEffect(
        "cluster_corrected", g, se=se, se_kind="hedges_2007", ci=interval(g, se, level), level=level,
        n_t=n_t, n_c=n_c, details=details, options=options, warnings=warnings,
    )  # fmt: skip


def _icc(icc: float | None, domain: str) -> tuple[float, tuple[str, ...]]:
    if domain not in DEFAULT_ICC:
        raise refuse(
            "unknown_domain", f"{domain!r} is no domain. Use one of: {', '.join(DEFAULT_ICC)}."
        )
    if icc is None:
        known = DEFAULT_ICC[domain]
        said = (
            f"The intraclass correlation is not known; {known:.2f} is the usual one for {domain}."
        )
        return known, (said,)
    if not (is_number(icc) and 0 <= icc < 1):
        raise refuse(
            "bad_icc", f"An intraclass correlation lies from 0 to below 1, not at {icc!r}."
        )
    return icc, ()
