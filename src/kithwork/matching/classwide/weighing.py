"""What a pair costs: one whole number in which every rule outweighs all below it.

The order is GIVES_WAY backwards: a gap counts above a wish to be apart, that above a repeat, that
above how near the pair is to what the practice would draw, and a lottery ticket settles the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.matching.classwide.standing import Book

# Bits for each rule, wide enough that 30 pairs of one never reach the next.
TICKETS, AIMS, RECENCY, COUNT = 15, 17, 16, 6
AIM = TICKETS
RECENT = AIM + AIMS
REPEAT = RECENT + RECENCY
APART = REPEAT + COUNT
GAP = APART + COUNT


def default_slack(half: int) -> int:
    """How far a pair may lie from the plain cut, in places: never so far that first meets last."""
    return max(0, min(max(1, half // 3), half - 2))


class Cut:
    """A list cut in the middle: who is in which half, and how far a pair lies from the plain cut."""

    def __init__(self, book: Book, pool: Sequence[str]) -> None:
        self.pool = list(pool)
        self.at = {one: place for place, one in enumerate(self.pool)}
        self.half = len(self.pool) // 2
        given = book.rules.slack
        self.slack = default_slack(self.half) if given is None else given

    def shift(self, one: str, two: str) -> int:
        """Places between this pair's distance and half the class, 0 for the plain cut."""
        return abs(abs(self.at[one] - self.at[two]) - self.half)

    def breaks(self, one: str, two: str) -> bool:
        """Same half, too far from the cut, or the highest with the lowest."""
        low, high = sorted((self.at[one], self.at[two]))
        if high < self.half or low >= self.half:
            return True
        ends = low == 0 and high == len(self.pool) - 1 and len(self.pool) >= 4
        return ends or self.shift(one, two) > self.slack


class Scale:
    """Weighs pairs of one pool: the whole class, or one team of it."""

    def __init__(self, book: Book, pool: Sequence[str]) -> None:
        self.book = book
        self.cut = Cut(book, pool)

    def breaks_gap(self, one: str, two: str) -> bool:
        if self.book.is_too_far(one, two):
            return True
        return self.book.rules.rule == "rank_split" and self.cut.breaks(one, two)

    def aim(self, one: str, two: str) -> int:
        """How far from what the practice would draw, squared; 0 where it draws by lot."""
        rule = self.book.rules.rule
        if rule == "rank_split":
            return self.cut.shift(one, two) ** 2
        if rule == "neighbours":
            return (self.cut.at[one] - self.cut.at[two]) ** 2
        return 0

    def cost(self, one: str, two: str) -> int:
        pair = frozenset((one, two))
        return (
            (self.breaks_gap(one, two) << GAP)
            + soft_cost(self.book, one, two)
            + (self.aim(one, two) << AIM)
            + self.book.ticket[pair]
        )


def soft_cost(book: Book, one: str, two: str) -> int:
    """Wishes to be apart and repeats; of repeats, the more recent weighs more."""
    pair = frozenset((one, two))
    total = (pair in book.rather_apart) << APART
    if book.is_repeat(one, two):
        newness = book.rules.no_repeat_days - book.days_since[pair] + 1
        total += (1 << REPEAT) + (newness << RECENT)
    return total
