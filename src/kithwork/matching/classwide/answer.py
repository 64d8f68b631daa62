"""The answer: who works with whom, who begins, in which team, and what could not be kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

# What gives way, first to last. Do-not-pair and locks never do; after the last of these a student is
# left for an adult to place.
GIVES_WAY = ("repeat", "apart", "gap", "trio", "teams", "balance")
# Where a session gives a trio a third of the time each, points count two thirds (our default, P01.2).
TRIO_POINTS = Fraction(2, 3)


@dataclass(frozen=True, slots=True)
class Group:
    """Two or three who work together. ``members`` stand in the order of their turns as tutor.

    ``third`` joined a pair, in a trio that is no practice of its own. ``stayer`` keeps the seat, the
    others move.
    """

    members: tuple[str, ...]
    team: str = ""
    third: str = ""
    stayer: str = ""
    is_locked: bool = False

    @property
    def movers(self) -> tuple[str, ...]:
        return tuple(one for one in self.members if one != self.stayer)

    @property
    def turns(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Who is tutor and who is tutored in each equal share of the time: everybody is both."""
        return tuple(
            (tutor, tuple(one for one in self.members if one != tutor)) for tutor in self.members
        )

    @property
    def points_share(self) -> Fraction:
        """What a member's points count, so that a trio is no advantage to its team."""
        return TRIO_POINTS if len(self.members) == 3 else Fraction(1)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A wish that could not be kept: which (one of GIVES_WAY), for whom, and a sentence for staff."""

    rule: str
    students: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Left:
    """A student the draw could not place, for an adult to place; with the reason, for staff."""

    student: str
    reason: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person changed after the draw, and why."""

    students: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Groups in the order of the class, who is left, and what gave way.

    ``is_for_day``: a stand-in for one day with people away, not a draw of its own.
    """

    groups: tuple[Group, ...]
    on: date
    seed: int
    left: tuple[Left, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    by_hand: tuple[ByHand, ...] = field(default=())
    is_for_day: bool = False

    def group_of(self, student: str) -> Group | None:
        return next((group for group in self.groups if student in group.members), None)

    @property
    def teams(self) -> dict[str, tuple[str, ...]]:
        """Each team's students."""
        found: dict[str, tuple[str, ...]] = {}
        for group in sorted(self.groups, key=lambda group: group.team):
            if group.team:
                found[group.team] = found.get(group.team, ()) + group.members
        return found

    def with_changes(self, **changes: Any) -> Draw:
        """The same draw with some parts replaced."""
        return replace(self, **changes)
