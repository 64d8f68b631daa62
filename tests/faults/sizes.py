"""How much: a form that ends in a minute or two, and the full one (`make faults`)."""

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


SMOKE = Sizes(5, 40, 2, 1, 40, 20, (1,), 90)
FULL = Sizes(50, 200, 20, 5, 500, 100, (1, 2, 3), 300)
SIZES = FULL if os.environ.get("KITHWORK_FAULTS") == "full" else SMOKE
# Fuzzed bodies for each test of them: 10,000 in all at full size.
BODIES = 1300 if os.environ.get("KITHWORK_FAULTS") == "full" else 60
