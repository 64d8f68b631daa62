"""What a sign is: whether the data say yes, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    is_met: bool
    sentence: str
