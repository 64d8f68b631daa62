"""One day with people away or late: the least that has to change, and what changed in a sentence.

A pair that is whole is not taken apart. Those whose partner is away work with each other; whoever is
then still alone turns a trio into two pairs, or else joins a pair for the day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from kithwork.matching.classwide.answer import Draw, Group, Left
from kithwork.matching.classwide.perfect import cheapest_pairs
from kithwork.matching.classwide.question import ClassQuestion
from kithwork.matching.classwide.standing import Book
from kithwork.matching.classwide.told import reason_left
from kithwork.matching.classwide.twos import host_turn, joining_cost
from kithwork.matching.classwide.weighing import AIM, GAP, soft_cost

OTHER_TEAM = GAP + 6


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different today: a code, whom it is about, and a sentence with ids."""

    code: str
    students: tuple[str, ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Day:
    """The class of today, its stand-in draw, and what changed, in the order it was decided."""

    question: ClassQuestion
    draw: Draw
    changes: tuple[Change, ...] = ()


def for_today(question: ClassQuestion, draw: Draw, *, absent: Collection[str]) -> Day:
    """The draw in force, with these students away today.

    Groups that are whole stay as they are, down to their seats. Do-not-pair is kept. The draw itself
    is not changed: tomorrow it is as it was.

    Raises
    ------
    ValueError
        When somebody absent is not in the class.
    """
    known = {student.id for student in question.students}
    for one in absent:
        if one not in known:
            raise ValueError(f"There is no student {one!r} in the class.")
    away = set(absent)
    table = _Table(question.without(away), draw)
    for group in draw.groups:
        table.lay(group, away)
    for left in draw.left:
        if left.student not in away:
            table.alone.append(left.student)
    table.seat_alone()
    return table.day()


def arrive(question: ClassQuestion, draw: Draw, day: Day, student: str) -> Day:
    """Somebody comes late: back to the planned partner where that partner waits or sits in a trio.

    Otherwise the newcomer works with somebody who is alone, turns a trio into two pairs, or joins a
    pair, so that as few others as possible move. ``draw`` is the one in force, ``day`` today so far.

    Raises
    ------
    ValueError
        When the student is not in the class, or already has a place today.
    """
    if student not in {one.id for one in question.students}:
        raise ValueError(f"There is no student {student!r} in the class.")
    waiting = [left.student for left in day.draw.left]
    if day.draw.group_of(student) or student in waiting:
        raise ValueError(f"{student} already has a place today.")
    here = tuple(
        replace(one, is_here=True) if one.id == student else one for one in day.question.students
    )
    table = _Table(day.question.with_changes(students=here), draw)
    table.groups, table.alone = list(day.draw.groups), waiting
    table.changes = list(day.changes)
    if not table.back_to_partner(student):
        table.alone.append(student)
    table.seat_alone()
    return table.day()


class _Table:
    """Today's groups as they are laid out anew."""

    def __init__(self, today: ClassQuestion, draw: Draw) -> None:
        self.today, self.plan = today, draw
        self.book = Book(today, draw.seed)
        self.groups: list[Group] = []
        self.alone: list[str] = []
        self.changes: list[Change] = []
        self.team = {one: group.team for group in draw.groups for one in group.members}

    def day(self) -> Day:
        left = tuple(Left(one, reason_left(self.book, one)) for one in self.alone)
        for one in left:
            self._say("left", [one.student], f"{one.reason} An adult places {one.student} today.")
        place = self.book.place
        groups = sorted(self.groups, key=lambda group: min(place[one] for one in group.members))
        draw = self.plan.with_changes(groups=tuple(groups), left=left, relaxed=(), is_for_day=True)
        return Day(self.today, draw, tuple(dict.fromkeys(self.changes)))

    def _say(self, code: str, students: Iterable[str], sentence: str) -> None:
        self.changes.append(Change(code, tuple(students), sentence))

    # ------------------------------------------------------------ who is away

    def lay(self, group: Group, away: set[str]) -> None:
        """Keep a group that is whole, or what is left of it."""
        here = tuple(one for one in group.members if one not in away)
        missing = [one for one in group.members if one in away]
        are = "is" if len(missing) == 1 else "are"
        gone = f"{' and '.join(missing)} {are} away"
        if not missing:
            self.groups.append(group)
        elif len(here) == 2:
            self.groups.append(self._group(here, group))
            self._say(
                "two_of_three", here, f"{gone}: {here[0]} and {here[1]} work as a pair today."
            )
        elif here:
            self.alone.append(here[0])
            self._say("stranded", here, f"{gone}: {here[0]} needs a partner today.")
        else:
            self._say("all_away", missing, f"{gone}; nobody waits for them.")

    def _group(
        self, members: Collection[str], before: Group | None = None, third: str = ""
    ) -> Group:
        """A group for today: turns by the practice's rule, and a stayer who moves nobody needlessly."""
        turns = self.book.in_turn(members)
        stayer = before.stayer if before and before.stayer in turns else ""
        if not stayer:
            stayer = min(turns, key=lambda one: self.book.lot[one])
        return Group(
            turns, self._team(turns, before), third, stayer, bool(before and before.is_locked)
        )

    def _team(self, members: Collection[str], before: Group | None) -> str:
        """Their team; where they come from two, the smaller one today."""
        if before:
            return before.team
        names = sorted({self.team.get(one, "") for one in members} - {""})
        if not names:
            return min(self._sizes(), key=lambda name: (self._sizes()[name], name), default="")
        return min(names, key=lambda name: (self._sizes()[name], name))

    def _sizes(self) -> dict[str, int]:
        sizes = {group.team: 0 for group in self.plan.groups if group.team}
        for group in self.groups:
            if group.team:
                sizes[group.team] += len(group.members)
        return sizes

    # ------------------------------------------------------------ a place for everybody

    def seat_alone(self) -> None:
        """Pair those who are alone with each other, and find the rest a place."""
        self._pair_alone()
        steps: tuple[Callable[[str], bool], ...] = (self._split_trio, self._join)
        self.alone = [one for one in self.alone if not any(step(one) for step in steps)]

    def _pair_alone(self) -> None:
        alone = sorted(self.alone, key=lambda one: self.book.place[one])
        costs = {
            (i, j): self._cost(alone[i], alone[j])
            for i, j in combinations(range(len(alone)), 2)
            if self.book.may(alone[i], alone[j])
        }
        for i, j in cheapest_pairs(len(alone), costs):
            pair = (alone[i], alone[j])
            self.groups.append(self._group(pair))
            self._say(
                "paired", pair, f"{pair[0]} and {pair[1]} work together today.{self._side(pair)}"
            )
            self.alone = [one for one in self.alone if one not in pair]

    def _cost(self, one: str, two: str) -> int:
        return (
            (self._differ(one, two) << OTHER_TEAM)
            + (self.book.is_too_far(one, two) << GAP)
            + soft_cost(self.book, one, two)
            + self.book.ticket[frozenset((one, two))]
        )

    def _differ(self, one: str, two: str) -> bool:
        return len({self.team.get(one, ""), self.team.get(two, "")} - {""}) > 1

    def _side(self, members: Collection[str]) -> str:
        """Who plays for the other team today, said when somebody does."""
        team = self.groups[-1].team
        guests = [one for one in members if self.team.get(one, team) != team]
        return f" {' and '.join(guests)} counts for team {team} today." if guests else ""

    def _split_trio(self, one: str) -> bool:
        """A trio and one make two pairs: nobody works in three."""
        options = [
            (*self._leaving(one, other, group), group.members.index(other), number)
            for number, group in enumerate(self.groups)
            if len(group.members) == 3 and not group.is_locked and self._may_split(group)
            for other in group.members
            if self.book.may(one, other)
        ]
        if not options:
            return False
        *_, at, number = min(options)
        trio = self.groups[number]
        other = trio.members[at]
        rest = [member for member in trio.members if member != other]
        self.groups[number] = self._group(rest, trio)
        self.groups.append(self._group((one, other)))
        said = f"{other} leaves the trio and works with {one} today; {rest[0]} and {rest[1]} go on."
        self._say("trio_split", (one, *trio.members), said + self._side((one, other)))
        return True

    def _leaving(self, one: str, other: str, trio: Group) -> tuple[int, bool, int]:
        """Who leaves a trio: what gives way least, then whoever had joined it, then by lot."""
        cost = self._cost(one, other)
        return cost >> AIM, other != trio.third, cost

    def _may_split(self, group: Group) -> bool:
        return self.today.rules.rule != "triads" or bool(group.third)

    def _join(self, one: str) -> bool:
        """One joins a pair for the day: a pair made today first, then the own team, a lock last."""
        options = []
        for number, group in enumerate(self.groups):
            if len(group.members) == 2 and self.book.may(one, *group.members):
                order = (
                    group.is_locked,
                    group in self.plan.groups,
                    self.team.get(one, group.team) != group.team,
                    joining_cost(self.book, one, group.members),
                    *host_turn(self.book, one, group.members),
                )
                options.append((order, number))
        if not options:
            return False
        number = min(options)[1]
        pair = self.groups.pop(number)
        self.groups.append(self._group((*pair.members, one), pair, third=one))
        first, second = pair.members
        said = f"{one} joins {first} and {second}: three work together today."
        self._say("joined", (one, *pair.members), said + self._side((one,)))
        return True

    # ------------------------------------------------------------ who comes late

    def back_to_partner(self, one: str) -> bool:
        """Restore the planned group, when its others wait, are together, or sit in a trio for today."""
        planned, others, is_lock = self._planned_partners(one)
        at = next((g for g in self.groups if others and set(others) <= set(g.members)), None)
        spare = [other for other in at.members if other not in others] if at else []
        waits = len(others) == 1 and others[0] in self.alone
        if not waits and (at is None or (len(spare) == 1 and not is_lock)):
            return False
        if at is not None:
            self.groups.remove(at)
            self._let_go(at, spare)
        self.alone = [other for other in self.alone if other not in others]
        here = (one, *others)
        is_whole = planned is not None and set(here) == set(planned.members)
        self.groups.append(planned if planned and is_whole else self._group(here, planned))
        self._say(
            "back", here, f"{one} is here now and works with {' and '.join(others)}, as planned."
        )
        return True

    def _planned_partners(self, one: str) -> tuple[Group | None, list[str], bool]:
        """The planned group, those of it who are here, and whether a lock wants them together."""
        planned = self.plan.group_of(one)
        for lock in self.book.locks:
            if one in lock:
                return planned, [other for other in lock if other != one], True
        others = [other for other in planned.members if other != one] if planned else []
        return planned, [other for other in others if other in self.book.place], False

    def _let_go(self, at: Group, spare: list[str]) -> None:
        """Those who stood in for somebody who has come: two go on as a pair, one looks for a place."""
        if len(spare) == 1:
            self.alone.append(spare[0])
        elif spare:
            self.groups.append(self._group(spare, self._planned_or(at, spare)))

    def _planned_or(self, at: Group, members: Collection[str]) -> Group:
        """The planned group of these, so that their seats and lock are as they were."""
        return next((g for g in self.plan.groups if set(g.members) == set(members)), at)
