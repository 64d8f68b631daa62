"""What holds for a whole file where its rows do not say it themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """Direction, scale and session length for rows that do not name their own.

    ``improvement`` "increase" or "decrease"; ``scale`` a name of `Scale`; ``minutes`` and ``intervals``
    above zero; ``goal`` in the unit of the scores.
    """

    improvement: str | None = None
    scale: str | None = None
    minutes: float | None = None
    intervals: int | None = None
    goal: float | None = None
