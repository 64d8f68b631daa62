"""On which days peers give up their lunch: a day counts once, however often they partner on it."""

from __future__ import annotations

from collections import defaultdict

from kithwork.matching.compiled import Compiled


class Lunches:
    """Counts for each peer and day; who may give one more, as bits: bit p is peer p."""

    def __init__(self, c: Compiled) -> None:
        self.c = c
        self.times: dict[tuple[int, int], int] = defaultdict(int)
        self.days = [0] * len(c.week)
        # Below their limit, and those who give up their lunch on a day already.
        self.open = 0
        self.given = [0] * c.problem.days
        for p in range(len(c.week)):
            self.look_again(p)

    def open_on(self, day: int) -> int:
        """Everybody who may partner at lunch that day."""
        return self.open | self.given[day]

    def may_give(self, p: int, day: int) -> bool:
        return bool(self.open_on(day) >> p & 1)

    def look_again(self, p: int) -> None:
        """After their limit or a count changed: may peer p give up lunch on one more day?"""
        bit = 1 << p
        has_room = self.days[p] < self.c.lunches[p]
        self.open = self.open | bit if has_room else self.open & ~bit

    def give(self, p: int, day: int) -> None:
        self.times[p, day] += 1
        if self.times[p, day] == 1:
            self.given[day] |= 1 << p
            self.days[p] += 1
            self.look_again(p)

    def have_back(self, p: int, day: int) -> None:
        self.times[p, day] -= 1
        if not self.times[p, day]:
            self.given[day] &= ~(1 << p)
            self.days[p] -= 1
            self.look_again(p)

    def days_of(self, p: int) -> list[int]:
        """The days on which peer p gives up lunch, the earliest first."""
        return [day for day, given in enumerate(self.given) if given >> p & 1]
