"""What a class came to: one round, the change between two, and what is kept of it when answers are erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kithwork.apps.friendships.gathered import LARGE, Gathered, gathered
from kithwork.apps.friendships.models import Circle, Round
from kithwork.apps.friendships.together import Pair, assigned_pairs
from kithwork.evidence.groups import benjamini_hochberg
from kithwork.evidence.sociometry import change, change_test, picture
from kithwork.evidence.sociometry.change_test import What

# So many ways of swapping are drawn where there are too many to look at all: the smallest p is 0.0005.
DRAWS = 1999
# key -> what is counted, and whether assigned pairs are left out. One family of tests.
MEASURES: dict[str, tuple[What, bool]] = {
    "names": ("ties", False),
    "mutual": ("mutual", False),
    "beyond": ("ties", True),
    "mutual_beyond": ("mutual", True),
    "nobody": ("isolates", False),
}
TITLES = {
    "names": _("Friends named"),
    "mutual": _("Pairs who name each other"),
    "beyond": _("Friends named beyond the pairs adults made"),
    "mutual_beyond": _("Pairs who name each other, beyond those adults made"),
    "nobody": _("Students nobody named"),
}
# How many students nobody named is a small number by its nature: it goes with the answers.
NOT_KEPT = frozenset({"nobody"})


@dataclass(frozen=True, slots=True)
class RoundNumbers:
    """One round as a whole. Pairs are two students who name each other."""

    names_each: float
    names: int
    mutual: int
    beyond: int
    mutual_beyond: int
    nobody: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One count, among those who answered both times. ``p`` is adjusted for the family."""

    key: str
    before: int
    after: int
    p: float | None

    @property
    def title(self) -> str:
        return str(TITLES[self.key])

    @property
    def of_100(self) -> int | None:
        """In about how many of 100 chance alone would move it as far; 0 for less than one."""
        return None if self.p is None else int(self.p * 100 + 0.5)


@dataclass(frozen=True, slots=True)
class CircleChange:
    """``children`` on both rosters, ``answered`` both times; ties kept, new and ended of those."""

    children: int
    answered: int
    kept: int
    new: int
    ended: int
    lines: tuple[ChangeLine, ...]


def numbers_of(held: Gathered, pairs: Iterable[Pair]) -> RoundNumbers | None:
    """None where there are too few answers to say anything of the class."""
    if not held.is_enough:
        return None
    apart, whole = set(pairs), picture(held.nominations())
    if whole.mutual_dyads is None or whole.isolates_no_in is None:
        return None
    ties = set(held.ties)
    beyond = {tie for tie in ties if frozenset(tie) not in apart}
    return RoundNumbers(
        names_each=whole.ties / len(held.answered), names=whole.ties, mutual=whole.mutual_dyads,
        beyond=len(beyond), mutual_beyond=sum((b, a) in beyond for a, b in beyond) // 2,
        nobody=whole.isolates_no_in,
    )  # fmt: skip


def change_of(before: Gathered, after: Gathered, pairs: Iterable[Pair]) -> CircleChange | None:
    """None where one of the rounds has too few answers, or too few answered both times."""
    if not (before.is_enough and after.is_enough):
        return None
    if len(set(before.counted) & set(after.counted)) < 2:
        return None
    one, two = before.nominations(), after.nominations()
    ties = change(one, two)
    apart = [tuple(sorted(pair)) for pair in pairs]
    tests = {
        key: change_test(
            one, two, what=what, without=[(a, b) for a, b in apart] if leaves else (), draws=DRAWS
        )
        for key, (what, leaves) in MEASURES.items()
    }
    adjusted = benjamini_hochberg([test.p for test in tests.values()])
    lines = tuple(
        ChangeLine(key, test.before, test.after, p)
        for (key, test), p in zip(tests.items(), adjusted, strict=True)
    )
    return CircleChange(ties.children, ties.answered, ties.kept, ties.new, ties.ended, lines)


def pairs_of(circle: Circle, rounds: Iterable[Gathered]) -> set[Pair]:
    """Pairs adults made up to the end of the last round, the same ones left out of both."""
    held = list(rounds)
    if not held:
        return set()
    among = {pk for one in held for pk in one.counted}
    return assigned_pairs(circle.school_id, among, max(one.round.due_on for one in held))


def of_circle(circle: Circle) -> dict[str, Gathered]:
    """kind -> the round, of those whose answers are still there."""
    return {
        one.kind: gathered(one)
        for one in circle.rounds.filter(erased_on__isnull=True).select_related("circle__school")
    }


def numbers_to_keep(round_: Round) -> dict[str, Any]:
    """Of a large class, its numbers; of a small one, that there was a round."""
    held = gathered(round_)
    found = numbers_of(held, ())
    if found is None or len(held.answered) < LARGE:
        return {}
    return {
        "roster": len(held.roster), "answered": len(held.answered),
        "names_each": round(found.names_each, 2), "mutual": found.mutual,
    }  # fmt: skip


def change_to_keep(circle: Circle) -> dict[str, Any] | None:
    """None as long as there is nothing to compare; empty where the class is too small to keep it."""
    held = of_circle(circle)
    if len(held) < 2:
        return None
    before, after = held[Round.Kind.BEFORE], held[Round.Kind.AFTER]
    found = change_of(before, after, pairs_of(circle, held.values()))
    if found is None or found.answered < LARGE:
        return {}
    lines = [
        {"key": one.key, "before": one.before, "after": one.after, "p": one.p}
        for one in found.lines
        if one.key not in NOT_KEPT
    ]
    return {"children": found.children, "answered": found.answered, "lines": lines}
