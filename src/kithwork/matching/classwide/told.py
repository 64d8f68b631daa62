"""What gave way in a draw, and why somebody is left: sentences for staff, with ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from kithwork.matching.classwide.answer import GIVES_WAY, Draw, Left, Relaxed
from kithwork.matching.classwide.standing import Book
from kithwork.matching.classwide.teams import spread
from kithwork.matching.classwide.threes import sizes_in_threes
from kithwork.matching.classwide.weighing import Cut

MOST_NAMED = 6


def left_over(book: Book, left: Iterable[str]) -> tuple[Left, ...]:
    """Each student the draw could not place, with the reason."""
    return tuple(Left(one, reason_left(book, one)) for one in left)


def reason_left(book: Book, one: str) -> str:
    name = book.called(one)
    others = [other for other in book.order if other != one]
    friends = [other for other in others if book.may(one, other)]
    if not others:
        return f"{name} is the only one here."
    if not friends:
        return f"{name} is kept apart from everybody who is here."
    named = ", ".join(map(book.called, friends[:MOST_NAMED])) + (
        ", …" if len(friends) > MOST_NAMED else ""
    )
    return (
        f"We found no group for {name} in which nobody meets someone they are kept apart from. "
        f"{name} may be with: {named}."
    )


def what_gave_way(book: Book, draw: Draw) -> tuple[Relaxed, ...]:
    """Everything that could not be kept, in the order in which it gives way."""
    found = [*_pairs(book, draw), *_trios(book, draw), *_teams(book, draw)]
    return tuple(sorted(found, key=lambda one: GIVES_WAY.index(one.rule)))


def cut_of(book: Book, draw: Draw) -> Cut:
    """The list that rank_split cut in the middle: all but the locked, the left, and those who joined a pair."""
    out = book.held | {group.third for group in draw.groups} | {one.student for one in draw.left}
    return Cut(book, [one for one in book.order if one not in out])


def _pairs(book: Book, draw: Draw) -> Iterator[Relaxed]:
    cut = cut_of(book, draw)
    locked = {frozenset(pair) for lock in book.locks for pair in combinations(lock, 2)}
    for group in draw.groups:
        for pair in combinations(group.members, 2):
            if frozenset(pair) not in locked:
                yield from _pair(book, *pair)
                if book.rules.rule == "rank_split" and all(one in cut.at for one in pair):
                    yield from _place(book, cut, *pair)


def _pair(book: Book, one: str, two: str) -> Iterator[Relaxed]:
    pair = (one, two)
    both = f"{book.called(one)} and {book.called(two)}"
    if book.is_repeat(one, two):
        days = book.days_since[frozenset(pair)]
        ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
        yield Relaxed(
            "repeat",
            pair,
            f"{both} are together again: the last time was {ago}, "
            f"within {book.rules.no_repeat_days} days.",
        )
    if frozenset(pair) in book.rather_apart:
        yield Relaxed("apart", pair, f"{both} are together, though rather apart was asked for.")
    if book.is_too_far(one, two):
        far = book.distance(one, two)
        yield Relaxed(
            "gap",
            pair,
            f"{both} are {far:g} apart, more than the {book.rules.most_apart:g} allowed.",
        )


def _place(book: Book, cut: Cut, one: str, two: str) -> Iterator[Relaxed]:
    if cut.breaks(one, two):
        places = abs(cut.at[one] - cut.at[two])
        both = f"{book.called(one)} and {book.called(two)}"
        yield Relaxed(
            "gap",
            (one, two),
            f"{both} are {places} places apart; half the list is {cut.half}, and partners come "
            f"one from each half, within {cut.slack} places of that, never the first with the last.",
        )


def _trios(book: Book, draw: Draw) -> Iterator[Relaxed]:
    sizes = sorted(len(group.members) for group in draw.groups)
    seated = sum(sizes)
    if book.rules.rule == "triads":
        if seated > 2 and sizes != sizes_in_threes(seated):
            yield Relaxed(
                "trio",
                (),
                "Threes cannot be made with what must be kept; the class works in pairs.",
            )
        return
    thirds = tuple(group.third for group in draw.groups if group.third)
    needed = (seated - len(book.held)) % 2
    if len(thirds) > needed:
        need = "one" if needed else "none"
        yield Relaxed(
            "trio",
            thirds,
            f"There are {len(thirds)} trios where the number asks for {need}, "
            "so that everybody has a place and nobody meets someone they are kept apart from.",
        )


def _teams(book: Book, draw: Draw) -> Iterator[Relaxed]:
    if not book.rules.teams:
        return
    teams = draw.teams
    if not teams:
        yield Relaxed("teams", (), f"There are too few groups for {book.rules.teams} teams.")
        return
    apart = 100 * spread(book, list(teams.values()))
    if apart > book.rules.team_gap_pct:
        yield Relaxed(
            "balance",
            (),
            f"The teams' means lie {apart:.0f} % of the class's range apart, more than the "
            f"{book.rules.team_gap_pct:g} % allowed; no exchange makes it less.",
        )
