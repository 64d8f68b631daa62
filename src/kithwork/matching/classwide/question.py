"""The question: a class, what its practice asks of pairs, and what may never be.

Opaque ids only. Scores and ranks are for the draw and for staff; nothing that is said to
students carries them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

RULES = ("rank_split", "random_in_teams", "neighbours", "rotating", "triads")
DEALS = ("snake", "alternate", "balanced_mean")
FIRSTS = ("higher", "either")
MEASURES = ("rank", "score", "level")
MOST_STUDENTS = 60
MOST_TEAMS = 6


@dataclass(frozen=True, slots=True)
class Student:
    """One student of the class. A rank is 1 for the highest; score and level grow with skill.

    ``is_here``: False leaves the student out of this draw.
    """

    id: str
    rank: int | None = None
    score: float | None = None
    level: float | None = None
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """Two or three who worked together before. The first of them had the first turn.

    ``on`` is the last day they were together.
    """

    members: tuple[str, ...]
    on: date
    team: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a practice asks of its pairs.

    Parameters
    ----------
    rule
        ``rank_split`` higher half with lower half in order (PALS); ``random_in_teams`` by lot, inside
        balanced teams where there are teams (CWPT); ``neighbours`` close to each other, so that one
        text suits both (CWPT passages); ``rotating`` by lot in the whole class; ``triads`` threes.
    by
        Which measure orders the class: rank, score or level; empty: the first of these that anybody has.
    teams
        0 for none, else how many.
    deal
        ``snake`` and ``alternate`` deal students to teams and draw inside each; ``balanced_mean`` deals
        the groups afterwards. Only random_in_teams and neighbours deal students first.
    first
        ``higher``: the higher in the class's order has the first turn (PALS); ``either``: by lot, among
        those who had it least (CWPT).
    slack
        For rank_split: how many places a pair may lie from the plain cut. None: a third of a half class,
        and never so many that the highest could meet the lowest.
    most_apart
        Partners' measures may differ by this much, in the measure's own unit. None: no such limit.
    no_repeat_days
        A pair does not come again within so many days of the last day together. 0: never mind.
    team_gap_pct
        Teams' means may differ by this share of the way from the lowest to the highest measure, 0 to 100.
    """

    rule: str = "rank_split"
    by: str = ""
    teams: int = 0
    deal: str = "snake"
    first: str = "higher"
    slack: int | None = None
    most_apart: float | None = None
    no_repeat_days: int = 28
    team_gap_pct: float = 10.0

    @property
    def deals_students(self) -> bool:
        """Whether teams come before pairs."""
        return (
            self.teams > 0
            and self.rule in ("random_in_teams", "neighbours")
            and self.deal != "balanced_mean"
        )


# What a practice starts from; every number can be changed. Windows and limits are our defaults.
CWPT = Rules(rule="random_in_teams", teams=2, first="either")
CWPT_PASSAGES = Rules(rule="neighbours", teams=2, first="either")
PALS = Rules(rule="rank_split", teams=2, first="higher")


@dataclass(frozen=True, slots=True)
class ClassQuestion:
    """One class on one day.

    ``do_not_pair`` is never set aside. ``rather_apart`` (closest friends) gives way when it must.
    ``locks`` are twos or threes that stay together. ``content`` says what is practised, for the words.
    """

    students: tuple[Student, ...]
    on: date
    rules: Rules = field(default_factory=Rules)
    do_not_pair: tuple[tuple[str, str], ...] = ()
    rather_apart: tuple[tuple[str, str], ...] = ()
    locks: tuple[tuple[str, ...], ...] = ()
    past: tuple[Past, ...] = ()
    content: str = ""
    name: str = "class"

    @property
    def here(self) -> tuple[str, ...]:
        """Ids of those who take part, in the order of the class list."""
        return tuple(student.id for student in self.students if student.is_here)

    def with_changes(self, **changes: Any) -> ClassQuestion:
        """The same question with some parts replaced."""
        return replace(self, **changes)

    def without(self, absent: frozenset[str] | set[str]) -> ClassQuestion:
        """The same question with these students away."""
        return replace(
            self,
            students=tuple(
                replace(one, is_here=False) if one.id in absent else one for one in self.students
            ),
        )
