"""One need, and the few words its sentence is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing still to be done. ``number`` of ``unit``; ``possible`` False: too late for it."""

    code: str
    number: float
    unit: str
    sentence: str
    tier: str = ""
    phase: str = ""
    possible: bool = True

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def counted(number: int, thing: str) -> str:
    """A number in words and its thing: "two more points", "12 sessions"."""
    words = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{words} {thing}" + ("" if number == 1 else "s")


def begun(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[0].upper() + sentence[1:]
