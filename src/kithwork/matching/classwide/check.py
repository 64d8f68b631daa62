"""Judges a draw without the engine: one sentence for every broken rule.

Written from the question alone. It shares no line with the draw, so that a mistake there is found here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean

from kithwork.matching.classwide.answer import Draw, Group
from kithwork.matching.classwide.question import ClassQuestion, Student

# Never set aside by a person. The others are wishes that an adult may overrule.
HARD = frozenset({"unknown", "away", "twice", "missing", "size", "do_not_pair", "lock", "seats"})


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: its code, whom it is about, and a sentence with their ids."""

    code: str
    students: tuple[str, ...]
    sentence: str

    @property
    def is_hard(self) -> bool:
        return self.code in HARD

    def __str__(self) -> str:
        return self.sentence


def violations(question: ClassQuestion, draw: Draw) -> Iterator[Violation]:
    """Yield one violation for each broken rule; none means that the draw is sound.

    A draw for one day, with people away, is judged on what never gives way, on far measures and on
    wishes to be apart; its places, teams and trios are those of the draw it stands in for.
    """
    judge = _Judge(question, draw)
    yield from judge.places()
    for group in draw.groups:
        yield from judge.group(group)
    yield from judge.locks()
    if not draw.is_for_day:
        yield from judge.cut()
        yield from judge.trios()
        yield from judge.teams()


class _Judge:
    def __init__(self, question: ClassQuestion, draw: Draw) -> None:
        self.question, self.draw, self.rules = question, draw, question.rules
        self.all = {student.id: student for student in question.students}
        self.present = [student for student in question.students if student.is_here]
        self.names = [student.id for student in self.present]
        self.measure = self.rules.by or next(
            (
                name
                for name in ("rank", "score", "level")
                if any(getattr(one, name) is not None for one in question.students)
            ),
            "",
        )
        self.together = {
            (lock[i], lock[j])
            for lock in question.locks
            for i in range(len(lock))
            for j in range(len(lock))
        }

    # ------------------------------------------------------------ everybody once

    def places(self) -> Iterator[Violation]:
        given = [one for group in self.draw.groups for one in group.members]
        given += [one.student for one in self.draw.left]
        for one, times in Counter(given).items():
            if one not in self.all:
                yield Violation("unknown", (one,), f"{one} is not in this class.")
            elif one not in self.names:
                yield Violation("away", (one,), f"{one} is away and cannot be in a group.")
            if times > 1:
                yield Violation("twice", (one,), f"{one} has {times} places instead of one.")
        for one in self.names:
            if one not in given:
                yield Violation("missing", (one,), f"{one} is here and has no place.")
        for left in self.draw.left:
            if not left.reason:
                yield Violation(
                    "no_reason", (left.student,), f"{left.student} is left without a reason."
                )

    def group(self, group: Group) -> Iterator[Violation]:
        members = group.members
        if len(members) not in (2, 3):
            yield Violation(
                "size", members, f"{_and(members)}: a group is two or three, not {len(members)}."
            )
        tutors = [tutor for tutor, _ in group.turns]
        if sorted(tutors) != sorted(members) or not {group.stayer, group.third} <= {"", *members}:
            yield Violation(
                "seats", members, f"{_and(members)}: turns and seats name someone else."
            )
        for i, one in enumerate(members):
            for two in members[i + 1 :]:
                yield from self._pair(one, two)
        yield from self._first(group)

    def _pair(self, one: str, two: str) -> Iterator[Violation]:
        pairs = {(one, two), (two, one)}
        if pairs & set(self.question.do_not_pair):
            yield Violation(
                "do_not_pair", (one, two), f"{one} and {two} must never be in one group."
            )
        if pairs & self.together:
            return
        if pairs & set(self.question.rather_apart):
            yield Violation("apart", (one, two), f"{one} and {two} should rather be apart.")
        days = None if self.draw.is_for_day else self._days_since(one, two)
        if days is not None:
            yield Violation(
                "repeat",
                (one, two),
                f"{one} and {two} were together {days} days ago; "
                f"a pair does not come again within {self.rules.no_repeat_days} days.",
            )
        first, second = self._value(one), self._value(two)
        most = self.rules.most_apart
        if most is None or first is None or second is None:
            return
        if abs(first - second) > most:
            yield Violation(
                "gap", (one, two), f"{one} and {two} lie further apart than the {most:g} allowed."
            )

    def _days_since(self, one: str, two: str) -> int | None:
        """Days since they were last together, when that is within the window."""
        if not self.rules.no_repeat_days:
            return None
        earliest = self.question.on - timedelta(days=self.rules.no_repeat_days)
        dates = [
            past.on
            for past in self.question.past
            if one in past.members
            and two in past.members
            and earliest <= past.on <= self.question.on
        ]
        return (self.question.on - max(dates)).days if dates else None

    def _first(self, group: Group) -> Iterator[Violation]:
        if self.rules.first != "higher":
            return
        order = self._order()
        places = [order.index(one) for one in group.members if one in order]
        if places != sorted(places):
            yield Violation(
                "first",
                group.members,
                f"{_and(group.members)}: the higher should have the first turn.",
            )

    def locks(self) -> Iterator[Violation]:
        for lock in self.question.locks:
            here = [one for one in lock if one in self.names]
            homes = [group for group in self.draw.groups if set(here) & set(group.members)]
            is_kept = len(homes) == 1 and set(here) <= set(homes[0].members)
            if len(here) > 1 and not is_kept:
                yield Violation("lock", tuple(here), f"{_and(here)} were to stay together.")

    # ------------------------------------------------------------ order of the class

    def _value(self, one: str) -> float | None:
        student = self.all.get(one)
        return getattr(student, self.measure) if student and self.measure else None

    def _order(self) -> list[str]:
        """Highest first; students without the measure after the upper half of the others."""

        def height(student: Student) -> float:
            value = float(getattr(student, self.measure))
            return value if self.measure == "rank" else -value

        known = [one for one in self.present if self._value(one.id) is not None]
        known.sort(key=height)
        unknown = [one.id for one in self.present if self._value(one.id) is None]
        upper = -(-len(known) // 2)
        return [*(s.id for s in known[:upper]), *unknown, *(s.id for s in known[upper:])]

    def cut(self) -> Iterator[Violation]:
        """rank_split: one from each half, near the plain cut, never the first with the last."""
        if self.rules.rule != "rank_split":
            return
        outside = {group.third for group in self.draw.groups}
        outside.update(left.student for left in self.draw.left)
        for lock in self.question.locks:
            here = [one for one in lock if one in self.names]
            if len(here) > 1:
                outside.update(here)
        line = [one for one in self._order() if one not in outside]
        half = len(line) // 2
        slack = self.rules.slack
        if slack is None:
            slack = max(0, min(max(1, half // 3), half - 2))
        for group in self.draw.groups:
            pair = sorted(line.index(one) for one in group.members if one in line)
            if len(pair) != 2:
                continue
            near, far = pair
            crosses = near < half <= far
            ends = near == 0 and far == len(line) - 1 and len(line) > 3
            if not crosses or ends or not half - slack <= far - near <= half + slack:
                names = (line[near], line[far])
                yield Violation(
                    "gap",
                    names,
                    f"{_and(names)} are {far - near} places apart; it should be about {half}.",
                )

    def trios(self) -> Iterator[Violation]:
        seated = sum(len(group.members) for group in self.draw.groups)
        threes = sum(len(group.members) == 3 for group in self.draw.groups)
        if self.rules.rule == "triads":
            wanted = {0: seated // 3, 1: (seated - 4) // 3, 2: seated // 3}[seated % 3]
            if seated > 2 and threes != wanted:
                yield Violation("trio", (), f"There are {threes} trios; there should be {wanted}.")
            return
        held = 0
        for lock in self.question.locks:
            here = [one for one in lock if one in self.names]
            held += len(here) if len(here) > 1 else 0
            threes -= len(here) == 3
        if threes > (seated - held) % 2:
            yield Violation("trio", (), f"There are {threes} trios, more than the number asks for.")

    # ------------------------------------------------------------ teams

    def teams(self) -> Iterator[Violation]:
        names = {group.team for group in self.draw.groups}
        if not self.rules.teams:
            if names - {""}:
                yield Violation("teams", (), "This practice has no teams.")
            return
        if len(names - {""}) != self.rules.teams or "" in names:
            yield Violation("teams", (), f"Not every group is in one of {self.rules.teams} teams.")
            return
        teams = [
            [one for group in self.draw.groups if group.team == name for one in group.members]
            for name in sorted(names)
        ]
        sizes = [len(team) for team in teams]
        most = max(len(group.members) for group in self.draw.groups)
        if max(sizes) - min(sizes) > most:
            yield Violation("team_size", (), f"The teams have {_and(map(str, sizes))} students.")
        yield from self._balance(teams)

    def _balance(self, teams: list[list[str]]) -> Iterator[Violation]:
        values = [value for one in self.names if (value := self._value(one)) is not None]
        known = [
            [value for one in team if (value := self._value(one)) is not None] for team in teams
        ]
        means = [fmean(team) for team in known if team]
        if len(means) < 2 or max(values) == min(values):
            return
        apart = 100 * (max(means) - min(means)) / (max(values) - min(values))
        if apart > self.rules.team_gap_pct + 1e-9:
            yield Violation(
                "balance",
                (),
                f"The teams' means lie {apart:.0f} % of the class's range apart, "
                f"more than {self.rules.team_gap_pct:g} %.",
            )


def _and(words: Iterable[str]) -> str:
    return " and ".join(words)
