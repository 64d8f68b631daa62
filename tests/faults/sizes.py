"""How much: a form that ends in a minute or two, and the full one (`make faults`).

R6 to R8 are about a device: `tests/journeys/test_observe_killed.py` and `test_observe_offline_day.py` read their
sizes here too.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Goals R1 to R9 at one size."""

    observers: int
    letters: int
    kills: int
    database_kills: int
    pairs: int
    deleted: int
    seeds: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class DeviceSizes:
    """R6: `kills` of the browser among `typed` observations. R7: `offline` in `reloads` parts. R8: `each` of two people.

    `seconds_to_open` and `seconds_to_send` are held to at full size only, where nothing else runs.
    """

    kills: int
    typed: int
    offline: int
    reloads: int
    each: int
    seconds_to_open: float | None = None
    seconds_to_send: float | None = None


IS_FULL = os.environ.get("KITHWORK_FAULTS") == "full"
DEVICE = DeviceSizes(25, 100, 300, 10, 50, 3, 20) if IS_FULL else DeviceSizes(4, 12, 40, 4, 5)
SMOKE = Sizes(5, 40, 2, 1, 40, 20, (1,), 90)
FULL = Sizes(50, 200, 20, 5, 500, 100, (1, 2, 3), 300)
SIZES = FULL if IS_FULL else SMOKE
# Fuzzed bodies for each test of them: 10,000 in all at full size.
BODIES = 1300 if IS_FULL else 60
