"""Numbers as people read them, with as many digits as it takes to tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

FEWEST_DIGITS = 3
MOST_DIGITS = 17


def plain(number: float | Fraction, digits: int = 12) -> str:
    """A number without an exponent where it has a readable size, and with a real minus sign."""
    value = float(number)
    if value.is_integer() and abs(value) < 10**15:
        text = str(int(value))
    elif 1e-6 <= abs(value) < 10**15:
        text = format(Decimal(f"{value:.{digits - 1}e}"), "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:.{digits}g}"
    return text.replace("-", "−") if value else "0"


def told(*numbers: float) -> list[str]:
    """The numbers with three digits, or as many more as it takes for different ones to look different.

    Whole numbers are written whole.
    """
    distinct = set(numbers)
    digits = FEWEST_DIGITS
    texts = [plain(number, digits) for number in numbers]
    while len(set(texts)) < len(distinct) and digits < MOST_DIGITS:
        digits += 1
        texts = [plain(number, digits) for number in numbers]
    return texts


def listed(texts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def between(sessions: Sequence[float]) -> list[tuple[float, float]]:
    """The whole numbers that are missing in a rising row of whole numbers, as first and last."""
    return [(low + 1, high - 1) for low, high in pairwise(sessions) if high - low > 1]
