"""The door: `draw` finds groups and teams for a class; the same question and seed, the same draw."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from kithwork.matching.classwide.answer import Draw, Group
from kithwork.matching.classwide.faults import require_sound
from kithwork.matching.classwide.question import ClassQuestion
from kithwork.matching.classwide.standing import Book
from kithwork.matching.classwide.teams import deal_groups, deal_students
from kithwork.matching.classwide.threes import seat_in_threes
from kithwork.matching.classwide.told import left_over, what_gave_way
from kithwork.matching.classwide.twos import Seating, seat_in_twos

# Deals of students to teams that are tried until one seats everybody with nothing giving way.
MOST_DEALS = 5


def draw(question: ClassQuestion, *, seed: int = 1) -> Draw:
    """Who works with whom, who begins, and in which team.

    Parameters
    ----------
    question
        The class, its rules and its past.
    seed
        Another seed, another draw. The same seed gives the same draw on every machine.

    Returns
    -------
    Draw
        Everybody who is here is in one group or in ``left``. What could not be kept is in ``relaxed``,
        in the order in which it gives way: first repeats, then wishes to be apart, then the gap, then
        more trios than the number asks for. Do-not-pair and locks never give way: a student whom they
        leave without a place is in ``left``, for an adult.

    Raises
    ------
    BadProblem
        With one sentence for every fault of the question.

    Notes
    -----
    Pairs are the cheapest perfect matching under these rules, found exactly. Which pair takes the odd
    student, and who that is, goes by turns. Teams are dealt in snake order and evened out.
    """
    require_sound(question)
    book = Book(question, seed)
    with_teams = book.rules.teams > 0 and len(book.order) // 2 >= book.rules.teams
    if with_teams and book.rules.deals_students:
        seatings = _best_deal(book)
    elif book.rules.rule == "triads":
        seatings = [seat_in_threes(book)]
    else:
        seatings = [seat_in_twos(book, book.free(book.order), book.locks)]
    teams: Sequence[Sequence[Sequence[str]]]
    if len(seatings) > 1:
        teams = [_all(seating) for seating in seatings]
    elif with_teams and len(_all(seatings[0])) >= book.rules.teams:
        teams = deal_groups(book, _all(seatings[0]))
    else:
        teams = [_all(seatings[0])]
    groups = _groups(book, seatings, teams)
    left = [one for seating in seatings for one in seating.left]
    found = Draw(groups, question.on, seed, left_over(book, left))
    return found.with_changes(relaxed=what_gave_way(book, found))


def _all(seating: Seating) -> list[list[str]]:
    return [*seating.groups, *seating.locked]


def _best_deal(book: Book) -> list[Seating]:
    """Deal teams and pair inside them; the whole class at once where that leaves somebody or an odd team."""
    best: list[Seating] = []
    for _ in range(MOST_DEALS):
        teams = deal_students(book)
        seatings = [_seat_team(book, team) for team in teams]
        if not best or _rank(seatings) < _rank(best):
            best = seatings
        if all(seating.is_plain for seating in best):
            break
    if any(seating.left for seating in best) or _is_lopsided(best):
        return [seat_in_twos(book, book.free(book.order), book.locks)]
    return best


def _seat_team(book: Book, team: Sequence[str]) -> Seating:
    return seat_in_twos(book, book.free(team), [lock for lock in book.locks if lock[0] in team])


def _is_lopsided(seatings: Sequence[Seating]) -> bool:
    """Whether locks made one team larger than another by more than a trio."""
    sizes = [sum(map(len, _all(seating))) for seating in seatings]
    return min(sizes) == 0 or max(sizes) - min(sizes) > 2


def _rank(seatings: Sequence[Seating]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(seating.rank for seating in seatings), strict=True)))


def _groups(
    book: Book, seatings: Sequence[Seating], teams: Sequence[Sequence[Sequence[str]]]
) -> tuple[Group, ...]:
    thirds = {one for seating in seatings for one in seating.thirds}
    locks = [set(lock) for lock in book.locks]
    named = len(teams) > 1
    found = []
    for number, team in enumerate(teams):
        for members in team:
            turns = book.in_turn(members)
            found.append(
                Group(
                    members=turns,
                    team=ascii_uppercase[number] if named else "",
                    third=next((one for one in turns if one in thirds), ""),
                    stayer=min(turns, key=lambda one: (book.chance.random(), one)),
                    is_locked=any(lock <= set(members) for lock in locks),
                )
            )
    return tuple(sorted(found, key=lambda group: min(map(book.place.__getitem__, group.members))))
