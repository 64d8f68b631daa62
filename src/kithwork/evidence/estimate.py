"""What every statistic answers with: a number with its uncertainty, or the reason there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Aim = Literal["increase", "decrease"]

# Why a number could not be given. The only codes a result may carry; the sentence is for a person.
REASONS: Mapping[str, str] = {
    "empty_phase": "A phase has no scores.",
    "one_point_phase": "A phase has only one score, and this needs two.",
    "two_point_baseline": "The baseline has fewer than three scores; the small-sample factor would be zero.",
    "no_variation": "The scores do not vary, so there is no spread to compare with.",
    "no_level": "A phase has a level of zero or below, which has no logarithm.",
    "no_truncation_constant": "A level of zero needs the count scale, the session length or the number of intervals.",
    "out_of_range": "A score lies outside what this scale allows.",
    "wrong_scale": "This index is not made for this scale.",
    "no_goal": "This index needs a goal.",
    "goal_is_baseline": "The goal equals the baseline level, so there is no way to go.",
    "no_agreed_se": "No standard error is agreed for this index.",
    "too_few_cases": "This needs at least three cases.",
    "too_few_points": "There are too few scores for this.",
    "beyond_precision": "The numbers are too large or too small to compute this with.",
    "not_estimable": "The model cannot be estimated from these data.",
    "not_randomised": "Nothing was randomised before the first treatment session, so there is no p-value.",
    "nothing_to_compare": "Neither observer gave anything this index could compare.",
    "counts_differ": "The observers saw different numbers of bouts, so they cannot be paired; use total duration.",
    "both_constant": "Both observers gave one and the same answer throughout.",
    "no_opportunities": "There was no opportunity.",
    "no_onset": "Nothing began after the cue.",
    "nothing_observed": "No time could be observed.",
    "low_response": "Fewer than seven in ten answered.",
    "zero_cell": "A cell of the table is empty.",
    "no_pairs": "There are no pairs to compare.",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its uncertainty, or None with its reasons.

    ``value``, ``se`` and ``ci`` are in the index's own unit (its card says range and null value);
    they are finite or None, never inf or nan. ``se_kind`` names the formula of ``se``. ``level`` is
    the confidence level of ``ci``. ``n_a`` and ``n_b`` count the scores used in each phase.
    ``reasons`` hold codes from `REASONS`, for the value or for whatever part of it is missing;
    ``warnings`` hold sentences to show beside it.
    """

    index: str
    value: float | None
    se: float | None = None
    se_kind: str | None = None
    ci: tuple[float, float] | None = None
    level: float = 0.95
    n_a: int = 0
    n_b: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        # Made by the hundred thousand: the common case costs a few comparisons.
        if not (
            (self.value is None or math.isfinite(self.value))
            and (self.se is None or math.isfinite(self.se))
            and (self.ci is None or (math.isfinite(self.ci[0]) and math.isfinite(self.ci[1])))
        ):
            raise ValueError(f"{self.index}: an estimate is finite, or None with a reason")
        if self.reasons:
            unknown = [code for code in self.reasons if code not in REASONS]
            if unknown:
                raise ValueError(f"{self.index}: unknown reason {', '.join(sorted(unknown))}")
        elif self.value is None:
            raise ValueError(f"{self.index}: no value and no reason")

    @classmethod
    def missing(cls, index: str, *reasons: str, **rest: Any) -> Estimate:
        """An estimate without a value, for these reasons."""
        return cls(index, None, reasons=reasons, **rest)

    @property
    def why(self) -> str:
        """The reasons as sentences, for a person."""
        return " ".join(REASONS[code] for code in self.reasons)

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: JSON writes it as it is, with floats at full precision."""
        plain = asdict(self)
        plain["ci"] = list(self.ci) if self.ci else None
        plain["options"] = dict(self.options)
        plain["warnings"], plain["reasons"] = list(self.warnings), list(self.reasons)
        return plain
