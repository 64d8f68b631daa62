"""Many tests in one family: how many of those that stand out would do so by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number


def benjamini_hochberg(p: Sequence[float | None]) -> list[float | None]:
    """Adjusted p values of one family, in the order given.

    Parameters
    ----------
    p
        One p a test, 0 to 1; None where there was none: it leaves the family and stays None. A family
        is one outcome domain, such as the 23 skills of one inventory.

    Returns
    -------
    list
        Adjusted p values, never smaller than the raw ones; equal p share their adjusted value.

    Raises
    ------
    BadData
        For a p outside 0 to 1.

    Source: Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    faults = [
        Fault("bad_p", f"{value!r} is no p value. Give a number from 0 to 1, or None.", row, "p")
        for row, value in enumerate(p, start=1)
        if value is not None and not (is_number(value) and 0 <= value <= 1)
    ]
    if faults:
        raise BadData(faults)
    family = sorted((value, place) for place, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = [None] * len(p)
    best = math.inf
    for rank in range(len(family), 0, -1):
        value, place = family[rank - 1]
        best = min(best, value * len(family) / rank, 1.0)
        adjusted[place] = best
    return adjusted
