"""Ratings as categories: what may be one, and their order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kithwork.evidence.faults import BadData, Fault, refuse


def plain(rating: Any) -> Any:
    """A rating as Python has it: JSON cannot write the numbers of an array."""
    return rating.item() if isinstance(rating, np.generic) else rating


def ratings_of(name: str, ratings: Sequence[Any], row: int | None = None) -> list[Any]:
    """One observer's ratings, or (with ``row``) all ratings of one unit.

    Raises BadData for a rating that is no number though it is a float, and for one that is a list.
    """
    faults, found = [], []
    for place, rating in enumerate(map(plain, ratings), start=1):
        if not _is_label(rating):
            said = f"{rating!r} is no category. Use a number or a word, or None where nothing was rated."
            column = name if row is None else f"{name} {place}"
            faults.append(Fault("not_a_category", said, place if row is None else row, column))
        found.append(rating)
    if faults:
        raise BadData(faults)
    return found


def _is_label(rating: Any) -> bool:
    if isinstance(rating, float):
        return math.isfinite(rating)
    try:
        hash(rating)
    except TypeError:
        return False
    return True


def ordered(ratings: Iterable[Any], what: str) -> list[Any]:
    """Every category once, in order. Raises BadData where numbers and words are mixed."""
    try:
        return sorted(set(ratings))
    except TypeError:
        raise refuse(
            "mixed_categories",
            f"The {what} are of different kinds. Use only numbers, or only words.",
        ) from None
