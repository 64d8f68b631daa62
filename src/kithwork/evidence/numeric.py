"""What counts as a number, a score and a confidence level anywhere in the library."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real
from typing import Any

from kithwork.evidence.faults import refuse

# No behaviour is counted or timed in numbers this large; their squares still fit in a float.
LARGEST = 1e100


def is_number(value: Any) -> bool:
    """A finite number that a float can hold; True, False, text and None are none."""
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def check_level(level: Any) -> None:
    """Raises BadData for a confidence level that is not between 0 and 1."""
    if not (is_number(level) and 0 < level < 1):
        raise refuse("bad_level", f"A confidence level lies between 0 and 1, not at {level!r}.")
