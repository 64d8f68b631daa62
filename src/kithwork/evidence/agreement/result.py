"""What every agreement index answers with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kithwork.evidence.estimate import REASONS
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import is_number

# Counts or seconds above this are a slip; below it their sums are finite.
MOST = 1e15


@dataclass(frozen=True, slots=True)
class Agreement:
    """One index for one session or set of ratings.

    ``value`` is a share from 0 to 1, or a coefficient whose card says its range; None with ``reasons``
    where it is not defined. ``n`` counts what was compared (intervals, bouts, events, ratings).
    ``details`` are the parts a person may want to see; ``se``, ``ci`` and ``level`` where the index has them.
    """

    index: str
    value: float | None
    n: int = 0
    se: float | None = None
    se_kind: str | None = None
    ci: tuple[float, float] | None = None
    level: float = 0.95
    details: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        for number in (self.value, self.se, *(self.ci or ())):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{self.index}: an agreement is finite, or None with a reason")
        if self.value is None and not self.reasons:
            raise ValueError(f"{self.index}: no value and no reason")
        if unknown := [code for code in self.reasons if code not in REASONS]:
            raise ValueError(f"{self.index}: unknown reason {unknown[0]}")

    @property
    def percent(self) -> float | None:
        """The share as a percentage, for display only."""
        return None if self.value is None else 100 * self.value

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: JSON writes it as it is."""
        plain = asdict(self)
        plain["ci"] = list(self.ci) if self.ci else None
        plain["warnings"], plain["reasons"] = list(self.warnings), list(self.reasons)
        return plain


def missing(index: str, *reasons: str, **rest: Any) -> Agreement:
    """An agreement without a value, for these reasons."""
    return Agreement(index, None, reasons=reasons, **rest)


def pairs_of(
    first: Sequence[float | None], second: Sequence[float | None]
) -> tuple[list[tuple[float, float]], int]:
    """What both observers scored, place by place, and how many places only one or none did.

    Raises BadData for lengths that differ and for anything that is no finite number of zero or more.
    """
    if len(first) != len(second):
        raise refuse(
            "lengths_differ",
            f"The first observer has {len(first)} entries and the second {len(second)}. "
            "Give one for each interval to both.",
        )
    faults = [
        Fault(
            "not_a_number",
            f"{value!r} is not zero or a number above. Use None where nothing was scored.",
            row,
            name,
        )
        for name, scores in (("first", first), ("second", second))
        for row, value in enumerate(scores, start=1)
        if value is not None and not is_amount(value)
    ]
    if faults:
        raise BadData(faults)
    both = [
        (float(one), float(two))
        for one, two in zip(first, second, strict=True)
        if one is not None and two is not None
    ]
    return both, len(first) - len(both)


def is_amount(value: Any) -> bool:
    """A finite number of zero or more, and no larger than any count or time can be."""
    return is_number(value) and bool(0 <= value <= MOST)


def smaller_over_larger(one: float, two: float) -> float:
    """The share of the smaller in the larger; two zeros agree."""
    larger = max(one, two)
    return 1.0 if larger == 0 else min(one, two) / larger
