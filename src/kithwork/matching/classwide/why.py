"""Why these are together: one text for students, which carries no measure, and one for staff.

Codes come with the sentences, so that the product can say them in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kithwork.matching.classwide.answer import Draw, Group
from kithwork.matching.classwide.question import ClassQuestion
from kithwork.matching.classwide.standing import Book, measure_of
from kithwork.matching.classwide.told import cut_of, what_gave_way
from kithwork.matching.classwide.weighing import Cut

# What students read. Nothing here depends on a measure, a list or anybody's past difficulties.
FOR_STUDENTS = {
    "rank_split": "Partners are made so that everybody teaches and everybody learns.",
    "random_in_teams": "Partners are drawn by lot.",
    "rotating": "Partners are drawn by lot.",
    "neighbours": "Partners are made so that you can share what you work with.",
    "triads": "Everybody works in threes, so that there are more ideas.",
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: a code, and a sentence with names where they were given."""

    code: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def why_for_students(
    question: ClassQuestion, drawn: Draw, student: str, *, names: Mapping[str, str] | None = None
) -> tuple[Why, ...]:
    """What a student may read about the own group: no rank, score, level, list or reason of others.

    Raises ValueError when the student is in no group.
    """
    group = _group_of(drawn, student)
    return tuple(_for_students(question, drawn, group, student, names or {}))


def _for_students(
    question: ClassQuestion, drawn: Draw, group: Group, student: str, names: Mapping[str, str]
) -> Iterator[Why]:
    partners = [names.get(one, one) for one in sorted(group.members) if one != student]
    yield Why("together", f"You work with {_and(partners)}.")
    if drawn.is_for_day:
        yield Why(
            "today", "Some partners are different today, because somebody is away or came late."
        )
    else:
        yield Why(question.rules.rule, FOR_STUDENTS[question.rules.rule])
    if question.rules.no_repeat_days and not drawn.is_for_day:
        yield Why("change", "Partners change, so that you get to work with many people.")
    if len(group.members) == 3 and question.rules.rule != "triads":
        yield Why("trio", "Three of you share the turns, so that everybody has a place.")
    yield Why("both", "You take turns: each of you does both jobs.")


def why_for_staff(
    question: ClassQuestion, drawn: Draw, student: str, *, names: Mapping[str, str] | None = None
) -> tuple[Why, ...]:
    """What staff may read: places, measures, last time together, what stood against the plain pair.

    Raises ValueError when the student is in no group.
    """
    group = _group_of(drawn, student)
    staff = _Staff(question, drawn, names or {})
    return tuple(staff.reasons(group))


def _group_of(drawn: Draw, student: str) -> Group:
    group = drawn.group_of(student)
    if group is None:
        raise ValueError(f"{student} is in no group of this draw.")
    return group


class _Staff:
    def __init__(self, question: ClassQuestion, drawn: Draw, names: Mapping[str, str]) -> None:
        self.question, self.drawn = question, drawn
        self.book = Book(question, drawn.seed, names)
        self.cut = cut_of(self.book, drawn)

    def name(self, one: str) -> str:
        return self.book.called(one)

    def reasons(self, group: Group) -> Iterator[Why]:
        if group.is_locked:
            yield Why("locked", f"An adult keeps {_and(map(self.name, group.members))} together.")
        for change in self.drawn.by_hand:
            if set(change.students) & set(group.members):
                yield Why("by_hand", f"Changed by hand: {change.reason}")
        yield from self._measures(group)
        if not self.drawn.is_for_day:
            yield from self._places(group)
        yield from self._history(group)
        if group.third:
            yield self._third(group)
        yield self._first(group)
        for given in what_gave_way(self.book, self.drawn):
            if set(given.students) & set(group.members) and given.rule != "repeat":
                yield Why(given.rule, given.sentence)

    def _measures(self, group: Group) -> Iterator[Why]:
        measure = measure_of(self.question)
        of = {one.id: getattr(one, measure) for one in self.question.students} if measure else {}
        said = [
            f"{self.name(one)} {of[one]:g}"
            if of.get(one) is not None
            else f"{self.name(one)} none yet"
            for one in group.members
            if measure
        ]
        if said:
            yield Why("measures", f"{measure.capitalize()}: {', '.join(said)}.")

    # ------------------------------------------------------------ places

    def _places(self, group: Group) -> Iterator[Why]:
        rule = self.question.rules.rule
        pair = [one for one in group.members if one in self.cut.at]
        if rule == "rank_split" and len(pair) == 2:
            yield from self._split(self.cut, *sorted(pair, key=self.cut.at.__getitem__))
        elif rule == "neighbours":
            places = sorted(self.book.place[one] + 1 for one in group.members)
            yield Why(
                "neighbours", f"Places {_and(map(str, places))} of the class: close to each other."
            )
        elif rule in ("random_in_teams", "rotating"):
            yield Why("by_lot", f"Drawn by lot with seed {self.drawn.seed}.")

    def _split(self, cut: Cut, high: str, low: str) -> Iterator[Why]:
        at, size, half = cut.at, len(cut.pool), cut.half
        yield Why(
            "rank_split",
            f"Places {at[high] + 1} and {at[low] + 1} of {size}: {at[low] - at[high]} places apart, "
            f"half the list is {half}.",
        )
        if at[high] + half < size and at[high] + half != at[low]:
            plain = cut.pool[at[high] + half]
            yield Why(
                "moved",
                f"The plain cut pairs {self.name(high)} with {self.name(plain)}; "
                f"{self._against(high, plain)}.",
            )

    def _against(self, one: str, two: str) -> str:
        """Why not the plain partner."""
        if not self.book.may(one, two):
            return "they are kept apart"
        if self.book.is_repeat(one, two):
            return f"they were together {self.book.days_since[frozenset((one, two))]} days ago"
        if frozenset((one, two)) in self.book.rather_apart:
            return "they should rather be apart"
        if self.book.is_too_far(one, two):
            return "they are further apart than allowed"
        return f"{self.name(two)} was needed elsewhere, so that others could be placed"

    # ------------------------------------------------------------ past and turns

    def _history(self, group: Group) -> Iterator[Why]:
        for one, two in combinations(group.members, 2):
            days = self.book.days_since.get(frozenset((one, two)))
            names = f"{self.name(one)} and {self.name(two)}"
            if days is None:
                yield Why("new", f"{names} have not been together before.")
            elif self.book.is_repeat(one, two):
                window = self.question.rules.no_repeat_days
                yield Why("repeat", f"{names} were together {days} days ago, within {window} days.")
            else:
                yield Why("not_lately", f"{names} were last together {days} days ago.")

    def _third(self, group: Group) -> Why:
        times = self.book.trios[group.third]
        return Why(
            "third",
            f"{self.name(group.third)} joined a pair; trios so far: {times}. Trios go by turns.",
        )

    def _first(self, group: Group) -> Why:
        first = group.members[0]
        if self.question.rules.first == "higher":
            return Why("first", f"{self.name(first)} begins: the higher one is heard first.")
        return Why(
            "first", f"{self.name(first)} begins: by lot, among those who began least "
            f"({self.book.led[first]} times so far).",
        )  # fmt: skip


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
