"""What an adult tells of one session, and the columns it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kithwork.apps.runs.practice_fields import ASKED, LINES

# Keys of a log's measures: ids of who gave, of who received.
SIDES = ("gave", "received")


@dataclass(frozen=True, slots=True)
class Told:
    """What an adult tells of one session. A reason with a session that was held means: only partly."""

    was_held: bool
    why: str = ""
    minutes: int | None = None
    adult_level: int | None = None
    steps: tuple[str, ...] = ()
    strategies: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    quote: str = ""
    quote_of: int | None = None
    quote_mode: str = ""
    may_share: bool = False
    # Who was away, of those the teller sees; None leaves attendance as it is.
    away: frozenset[int] | None = None
    # Student id -> gave, received, of those the teller sees; None where it was not asked.
    sides: Mapping[int, tuple[bool, bool]] | None = None
    # What the practice itself asks: form.field -> answer, and form -> its lines.
    asked: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)


def columns_of(told: Told) -> dict[str, Any]:
    """A session that did not happen has no minutes, no adult and no steps."""
    held = told.was_held
    return {
        "was_held": held,
        "why_not": told.why.strip()[:200],
        "minutes": told.minutes if held else None,
        "adult_level": told.adult_level if held else None,
        "steps_seen": list(dict.fromkeys(told.steps)) if held else [],
        "strategies": {key: n for key, n in told.strategies.items() if n} if held else {},
        "measures": _measures(told) if held else {},
        "note": told.note.strip(),
        "quote": told.quote.strip(),
        "quote_of_id": told.quote_of if told.quote.strip() else None,
        "quote_mode": told.quote_mode if told.quote.strip() else "",
        "may_share_quote": told.may_share and bool(told.quote.strip()),
    }


def _measures(told: Told) -> dict[str, Any]:
    """Sides by student, the practice's own answers and lines; what was not told has no key."""
    own = {ASKED: dict(told.asked), LINES: {key: [*rows] for key, rows in told.lines.items()}}
    return _sides_told(told) | {key: value for key, value in own.items() if value}


def _sides_told(told: Told) -> dict[str, list[int]]:
    """Who gave and who received, as this log says it; a later one may say otherwise and both stay."""
    there = {pk: both for pk, both in (told.sides or {}).items() if pk not in (told.away or ())}
    return {
        key: sorted(pk for pk, both in there.items() if both[place])
        for place, key in enumerate(SIDES)
        if any(both[place] for both in there.values())
    }
