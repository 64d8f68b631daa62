"""The class in order, and what its members did before: what the draw looks things up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from random import Random

from kithwork.matching.classwide.question import MEASURES, ClassQuestion, Student

Pair = frozenset[str]


def measure_of(question: ClassQuestion) -> str:
    """The measure that orders the class, or empty when nobody has any."""
    if question.rules.by:
        return question.rules.by
    for measure in MEASURES:
        if any(getattr(student, measure) is not None for student in question.students):
            return measure
    return ""


def standings(question: ClassQuestion) -> dict[str, float]:
    """Each measured student's standing, higher is further; a rank counts downwards."""
    measure = measure_of(question)
    found: dict[str, float] = {}
    for student in question.students:
        value = _value(student, measure)
        if value is not None:
            found[student.id] = -value if measure == "rank" else value
    return found


def _value(student: Student, measure: str) -> float | None:
    value: float | None = getattr(student, measure) if measure else None
    return value


def class_order(question: ClassQuestion) -> list[str]:
    """Those who are here, highest first. Whoever has no measure yet stands in the middle; ties as listed."""
    standing = standings(question)
    known = sorted(
        (one for one in question.here if one in standing), key=lambda one: -standing[one]
    )
    new = [one for one in question.here if one not in standing]
    middle = (len(known) + 1) // 2
    return known[:middle] + new + known[middle:]


class Book:
    """One question, opened for looking things up while drawing."""

    def __init__(
        self, question: ClassQuestion, seed: int, names: Mapping[str, str] | None = None
    ) -> None:
        self.question = question
        self.names = names or {}
        self.rules = question.rules
        self.standing = standings(question)
        self.order = class_order(question)
        self.place = {one: place for place, one in enumerate(self.order)}
        self.never = {frozenset(pair) for pair in question.do_not_pair}
        self.rather_apart = {frozenset(pair) for pair in question.rather_apart}
        self.chance = Random(seed)
        # One ticket for every pair, drawn in the order of the class list: the same seed, the same draw.
        self.ticket = {
            frozenset(pair): self.chance.randrange(1024) for pair in combinations(question.here, 2)
        }
        self.lot = {one: self.chance.random() for one in question.here}
        # Locks, as far as their members are here; one who is here alone is free to be drawn.
        here = [tuple(one for one in lock if one in self.place) for lock in question.locks]
        self.locks = [lock for lock in here if len(lock) > 1]
        self.held = {one for lock in self.locks for one in lock}
        self._remember()

    def _remember(self) -> None:
        self.days_since: dict[Pair, int] = {}
        self.trios: Counter[str] = Counter()
        self.last_trio: dict[str, int] = {}
        self.led: Counter[str] = Counter()
        for past in self.question.past:
            days = (self.question.on - past.on).days
            if days < 0:
                continue  # planned for later: not a memory yet
            self.led[past.members[0]] += 1
            for pair in map(frozenset, combinations(past.members, 2)):
                self.days_since[pair] = min(days, self.days_since.get(pair, days))
            if len(past.members) == 3:
                self.trios.update(past.members)
                for one in past.members:
                    self.last_trio[one] = max(past.on.toordinal(), self.last_trio.get(one, 0))

    def called(self, one: str) -> str:
        """The name a sentence uses: the id, where no name was given."""
        return self.names.get(one, one)

    # ------------------------------------------------------------ two people

    def may(self, *students: str) -> bool:
        """Whether none of these must be kept apart."""
        return not any(frozenset(pair) in self.never for pair in combinations(students, 2))

    def is_repeat(self, one: str, two: str) -> bool:
        days = self.days_since.get(frozenset((one, two)))
        window = self.rules.no_repeat_days
        return days is not None and window > 0 and days <= window

    def is_too_far(self, one: str, two: str) -> bool:
        """Whether their measures differ by more than the limit."""
        most = self.rules.most_apart
        if most is None or one not in self.standing or two not in self.standing:
            return False
        return abs(self.standing[one] - self.standing[two]) > most

    def distance(self, one: str, two: str) -> float:
        """How far apart two stand: in the measure where both have one, else in places."""
        if one in self.standing and two in self.standing:
            return abs(self.standing[one] - self.standing[two])
        return abs(self.place[one] - self.place[two])

    # ------------------------------------------------------------ groups

    def free(self, members: Iterable[str]) -> list[str]:
        """Those of them who are in no lock, in class order."""
        return sorted((one for one in members if one not in self.held), key=self.place.__getitem__)

    def in_turn(self, members: Iterable[str]) -> tuple[str, ...]:
        """The order of turns: the higher first, or by lot among those who led least."""
        if self.rules.first == "higher":
            return tuple(sorted(members, key=lambda one: self.place[one]))
        return tuple(sorted(members, key=lambda one: (self.led[one], self.lot[one])))

    def trio_turn(self, one: str) -> tuple[int, int]:
        """Whose turn in a trio it is: lowest first."""
        return self.trios[one], self.last_trio.get(one, 0)

    def mean(self, members: Sequence[str]) -> float | None:
        """The mean standing of those who have one."""
        known = [self.standing[one] for one in members if one in self.standing]
        return sum(known) / len(known) if known else None
