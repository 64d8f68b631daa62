"""A person changes the draw: an exchange, a place for somebody who was left, or another draw around locks.

Nothing is refused that an adult may decide; every rule that is then broken is said at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from kithwork.matching.classwide.answer import ByHand, Draw, Group, Left
from kithwork.matching.classwide.check import Violation, violations
from kithwork.matching.classwide.draw import draw
from kithwork.matching.classwide.question import ClassQuestion, Past
from kithwork.matching.classwide.standing import Book
from kithwork.matching.classwide.told import what_gave_way


@dataclass(frozen=True, slots=True)
class Changed:
    """A draw changed by hand, and every rule it breaks now; hard ones (``is_hard``) must be mended."""

    draw: Draw
    broken: tuple[Violation, ...]


def swap(question: ClassQuestion, drawn: Draw, one: str, two: str, *, reason: str) -> Changed:
    """Exchange the places of two students, or of one in a group and one who is left.

    The exchange is the same whichever is named first, and a second one undoes it.

    Raises
    ------
    ValueError
        When no reason is given, a student has no place, or the two are not in two groups.
    """
    _require_reason(reason)
    homes = [_home(drawn, student) for student in (one, two)]
    if homes[0] is homes[1]:
        raise ValueError(f"Exchange students of two groups: {one} and {two} are not in two.")
    other = {one: two, two: one}
    book = Book(question, drawn.seed)
    groups = tuple(_exchanged(book, group, other) for group in drawn.groups)
    left = tuple(
        Left(other[seat.student], f"Left by hand: {reason}") if seat.student in other else seat
        for seat in drawn.left
    )
    return _judged(question, drawn, groups, left, ByHand((one, two), reason))


def place(
    question: ClassQuestion, drawn: Draw, student: str, *, beside: str, reason: str
) -> Changed:
    """Place somebody who is left: in the group of another, or in a new pair with another who is left.

    Raises
    ------
    ValueError
        When no reason is given, the student is not left, or the group already has three.
    """
    _require_reason(reason)
    waiting = [left.student for left in drawn.left]
    if student not in waiting or student == beside:
        raise ValueError(f"{student} is not among those without a group.")
    home = _home(drawn, beside)
    book = Book(question, drawn.seed)
    if home is None:
        turns = book.in_turn((student, beside))
        groups = (*drawn.groups, Group(turns, _smallest_team(drawn), stayer=turns[0]))
    elif len(home.members) == 3:
        raise ValueError(f"The group of {beside} already has three. Choose a pair.")
    else:
        wider = replace(home, members=book.in_turn((*home.members, student)), third=student)
        groups = tuple(wider if group is home else group for group in drawn.groups)
    left = tuple(one for one in drawn.left if one.student not in (student, beside))
    return _judged(question, drawn, groups, left, ByHand((student, beside), reason))


def keeping(question: ClassQuestion, before: Draw, *, keep: Collection[str] = ()) -> ClassQuestion:
    """The question for drawing again: groups of `keep` are locked, and those of before are past.

    A draw of the same day was never worked in, so it is no past: another seed draws others.
    """
    known = {student.id for student in question.students}
    locked = {one for lock in question.locks for one in lock}
    kept = tuple(
        group.members
        for group in before.groups
        if set(group.members) & set(keep) and not set(group.members) & locked
    )
    kept = tuple(members for members in kept if set(members) <= known)
    past = question.past
    if before.on < question.on:
        day = question.on - timedelta(days=1)
        past += tuple(Past(group.members, day, group.team) for group in before.groups)
    return question.with_changes(locks=question.locks + kept, past=past)


def redraw(
    question: ClassQuestion, before: Draw, *, keep: Collection[str] = (), seed: int = 1
) -> Draw:
    """Draw again: locks stay, and so do the groups of everybody in `keep`; the rest is drawn anew.

    Judge it with `violations(keeping(question, before, keep=keep), again)`.
    """
    return draw(keeping(question, before, keep=keep), seed=seed)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("Say in a few words why, for those who look later. Only staff see it.")


def _home(drawn: Draw, student: str) -> Group | None:
    group = drawn.group_of(student)
    if group is None and student not in [left.student for left in drawn.left]:
        raise ValueError(f"{student} has no place in this draw.")
    return group


def _exchanged(book: Book, group: Group, other: dict[str, str]) -> Group:
    if not set(group.members) & set(other):
        return group
    members = tuple(other.get(one, one) for one in group.members)
    if book.rules.first == "higher":
        members = book.in_turn(members)
    return replace(
        group,
        members=members,
        is_locked=any(set(lock) <= set(members) for lock in book.locks),
        third=other.get(group.third, group.third),
        stayer=other.get(group.stayer, group.stayer),
    )


def _smallest_team(drawn: Draw) -> str:
    sizes = {name: len(members) for name, members in drawn.teams.items()}
    return min(sizes, key=lambda name: (sizes[name], name), default="")


def _judged(
    question: ClassQuestion,
    drawn: Draw,
    groups: tuple[Group, ...],
    left: tuple[Left, ...],
    change: ByHand,
) -> Changed:
    changed = drawn.with_changes(groups=groups, left=left, by_hand=(*drawn.by_hand, change))
    changed = changed.with_changes(relaxed=what_gave_way(Book(question, drawn.seed), changed))
    return Changed(changed, tuple(violations(question, changed)))
