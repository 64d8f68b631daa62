"""What a plan is worth: time together first, the student's own wish, then what makes a pair good.

Source of the weights: the matching design, section 1. Concave in the share of a student's
weekly wish, so the first quarter of everybody's wish comes before anybody's second.
"""

from __future__ import annotations

from dataclasses import dataclass

# For the first, second, third and fourth quarter of the sessions a student wished for.
QUARTER = (64, 16, 4, 1)
WISH = 32

# Small rewards for a pair. A pair that meets none of them is worth zero, never less,
# so that fewer pairs are never better than more.
KEPT, PEER_WISH, WANTED, SAME_SECTION, LANGUAGE, INTEREST, SAME_GRADE = 6, 3, 4, 1, 2, 1, 1


@dataclass(frozen=True, slots=True)
class Weights:
    """How much one unit of each counts in the search. Pairs count once per session."""

    utility: int
    wish: int
    pair: int = 1
    keep: int = 0
    stay: int = 0


WEIGHTS = {
    # Coverage utility decides; wishes and pairs only between plans of equal coverage.
    "time": Weights(utility=1000, wish=300),
    # Section 1 as it stands: a wish is worth 32 units of coverage.
    "balanced": Weights(utility=1000, wish=1000 * WISH),
    # A student's wish before any second quarter of anybody's time.
    "wishes": Weights(utility=1000, wish=1000 * 60),
}


def marginal_utility(wished: int) -> list[int]:
    """Worth of the first, second, … session of a student who wished for `wished` a week."""
    return [QUARTER[(4 * number) // wished] for number in range(wished)]


def level(held: int, wished: int) -> int:
    """Quarters of the weekly wish that are met, 0 to 4."""
    return 4 * held // wished if wished else 4
