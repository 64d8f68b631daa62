"""One session's number, whatever it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Dot:
    """``value`` None where the session has none, with the word for it in ``why_none``.

    ``phase`` is what whoever recorded it said it was; empty where the run says so. ``setting`` is empty for
    where it is practised. ``observation`` names the record it was read from, for who may open it.
    """

    on: date
    value: float | None
    phase: str = ""
    setting: str = ""
    why_none: str = ""
    observation: int | None = None
    order: int = 0
