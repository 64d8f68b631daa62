"""Compares what was made and acknowledged with what is held."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.faults.storm import History


@dataclass(frozen=True, slots=True)
class Verdict:
    """Ids of letters with which something is wrong. All empty: nothing is."""

    unsent: tuple[str, ...]
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    altered: tuple[str, ...]
    invented: tuple[str, ...]

    def __bool__(self) -> bool:
        return not (self.unsent or self.lost or self.doubled or self.altered or self.invented)

    def __str__(self) -> str:
        names = ("unsent", "lost", "doubled", "altered", "invented")
        return ", ".join(f"{len(getattr(self, name))} {name}" for name in names)


def check(history: History, held: list[dict[str, Any]]) -> Verdict:
    """`held`: rows with id, text and sha256, in any order."""
    times = Counter(row["id"] for row in held)
    texts = {row["id"]: row["text"] for row in held}
    return Verdict(
        unsent=_sorted(set(history.made) - history.safe),
        lost=_sorted(history.safe - set(texts)),
        doubled=_sorted(letter for letter, count in times.items() if count > 1),
        altered=_sorted(
            row["id"]
            for row in held
            if row["id"] in history.made
            and (row["text"] != history.made[row["id"]] or row["sha256"] != _digest(row["text"]))
        ),
        invented=_sorted(set(texts) - set(history.made)),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sorted(letters: Any) -> tuple[str, ...]:
    return tuple(sorted(set(letters)))
