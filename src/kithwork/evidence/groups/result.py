"""What a comparison of two groups answers with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from scipy.special import ndtr, ndtri

from kithwork.evidence.estimate import REASONS
from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import LARGEST, check_level, is_number


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """A standardised difference of two groups, treatment minus comparison.

    ``value`` and ``se`` in pooled standard deviations; None with ``reasons`` where there is none. ``n_t`` and
    ``n_c`` count the people used. ``details`` are the parts (t, df, p, pooled SD, improvement index …).
    """

    index: str
    value: float | None
    se: float | None = None
    se_kind: str | None = None
    ci: tuple[float, float] | None = None
    level: float = 0.95
    n_t: int = 0
    n_c: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        for number in (self.value, self.se, *(self.ci or ())):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{self.index}: an effect is finite, or None with a reason")
        if self.value is None and not self.reasons:
            raise ValueError(f"{self.index}: no value and no reason")
        if unknown := [code for code in self.reasons if code not in REASONS]:
            raise ValueError(f"{self.index}: unknown reason {unknown[0]}")

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: JSON writes it as it is."""
        plain = asdict(self)
        plain["ci"] = list(self.ci) if self.ci else None
        plain["warnings"], plain["reasons"] = list(self.warnings), list(self.reasons)
        return plain


def missing(index: str, *reasons: str, **rest: Any) -> GroupEffect:
    """An effect without a value, for these reasons."""
    return GroupEffect(index, None, reasons=reasons, **rest)


def interval(value: float, se: float, level: float) -> tuple[float, float]:
    """value ± z se. Raises BadData for a level outside 0 to 1."""
    check_level(level)
    half = float(ndtri(0.5 + level / 2)) * se
    return value - half, value + half


def improvement_index(g: float) -> float:
    """How many percentiles the average treated person stands above the average comparison person.

    ``g`` in standard deviations; the answer from -50 to 50. Source: What Works Clearinghouse handbook.
    """
    return 100 * (float(ndtr(g)) - 0.5)


def omega(n: int) -> float:
    """Small-sample factor of N people: 1 - 3 / (4 N - 9)."""
    return 1 - 3 / (4 * n - 9)


def numbers(given: Sequence[float | None], name: str) -> list[float | None]:
    """Finite numbers and None as they are; BadData with the place of anything else."""
    faults = [
        Fault(
            "not_a_number",
            f"{value!r} is not a finite number. Use None where it is missing.",
            row,
            name,
        )
        for row, value in enumerate(given, start=1)
        if value is not None and not (is_number(value) and abs(value) <= LARGEST)
    ]
    if faults:
        raise BadData(faults)
    return [None if value is None else float(value) for value in given]
