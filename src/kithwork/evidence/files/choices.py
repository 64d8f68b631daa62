"""What holds for a whole file where its rows do not say it themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number
from kithwork.evidence.series import Scale


@dataclass(frozen=True, slots=True)
class Choices:
    """Direction, scale and session length for rows that do not name their own.

    ``improvement`` "increase" or "decrease"; ``scale`` a name of `Scale`; ``minutes`` and ``intervals``
    above zero; ``goal`` in the unit of the scores. Raises BadData for anything else: it is said once, and not for
    each row.
    """

    improvement: str | None = None
    scale: str | None = None
    minutes: float | None = None
    intervals: int | None = None
    goal: float | None = None

    def __post_init__(self) -> None:
        if faults := list(_faults(self)):
            raise BadData(faults)


def _faults(given: Choices) -> Iterator[Fault]:
    if given.improvement is not None and given.improvement not in get_args(Aim):
        said = (
            f"{given.improvement!r} is no direction. Say which way is better: increase or decrease."
        )
        yield Fault("no_direction", said, column="improvement")
    if given.scale is not None and given.scale not in set(Scale):
        said = f"{given.scale!r} is not a scale. Use one of: {', '.join(Scale)}."
        yield Fault("bad_scale", said, column="scale")
    for name, value in (("minutes", given.minutes), ("intervals", given.intervals)):
        if value is not None and not (is_number(value) and value > 0):
            said = f"{value!r} is not a length. Give a number above zero."
            yield Fault("bad_length", said, column=name)
    if given.intervals is not None and is_number(given.intervals) and given.intervals % 1:
        said = f"A session has no {given.intervals:g} intervals. Give a whole number."
        yield Fault("bad_length", said, column="intervals")
    if given.goal is not None and not is_number(given.goal):
        yield Fault(
            "not_a_number", f"{given.goal!r} is not a number. Write the number.", column="goal"
        )
