"""Twos out of a pool, with one trio where the number is odd, and nobody left while there is a way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

from kithwork.matching.classwide.perfect import cheapest_pairs
from kithwork.matching.classwide.standing import Book
from kithwork.matching.classwide.weighing import AIM, GAP, REPEAT, Scale, soft_cost

# With an odd number: so many students are tried as the third, while something must give way.
MOST_THIRDS_TRIED = 4
# When somebody is left: all thirds and trios are tried in a pool of up to a dozen, and so many in a
# larger one, before an adult is asked.
DOZEN, MOST_TRIED = 12, 30


@dataclass(slots=True)
class Seating:
    """Groups as they form: each a list of ids, with the third of a trio last where one joined."""

    groups: list[list[str]] = field(default_factory=list)
    locked: list[list[str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    thirds: set[str] = field(default_factory=set)
    cost: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """Lower is better: people left, trios made of need, then what gave way."""
        return len(self.left), len(self.thirds), self.cost

    @property
    def is_plain(self) -> bool:
        """Nobody left, and nothing gave way."""
        return not self.left and len(self.thirds) <= 1 and self.cost < 1 << REPEAT


def seat_in_twos(book: Book, pool: Sequence[str], locked: Iterable[tuple[str, ...]]) -> Seating:
    """Pair everybody of a pool (in class order), beside the locked groups."""
    kept = [list(lock) for lock in locked]
    friendless = [one for one in pool if not _has_place(book, one, pool, kept)]
    pool = [one for one in pool if one not in friendless]
    found = _best(book, pool, kept) if len(pool) % 2 else _seat(book, pool, kept, "")
    if found.left:
        found = _look_further(book, pool, kept, found)
    found.left += friendless
    return found


def _has_place(book: Book, one: str, pool: Sequence[str], locked: list[list[str]]) -> bool:
    """Whether there is anybody, or any locked pair, that this student may be with."""
    return any(book.may(one, other) for other in pool if other != one) or any(
        len(lock) == 2 and book.may(one, *lock) for lock in locked
    )


def _best(book: Book, pool: Sequence[str], locked: list[list[str]]) -> Seating:
    """The best choice of a third; a plain one ends the search, and so do several that leave nobody."""
    best: Seating | None = None
    for tried, third in enumerate(_third_in_turn(book, pool), 1):
        one = _seat(book, pool, locked, third)
        if best is None or one.rank < best.rank:
            best = one
        enough = MOST_THIRDS_TRIED if not best.left else _most_tried(pool)
        if best.is_plain or tried >= enough:
            break
    assert best is not None
    return best


def _most_tried(pool: Sequence[str]) -> int:
    return MOST_TRIED if len(pool) > DOZEN else 220  # trios of a dozen


def _third_in_turn(book: Book, pool: Sequence[str]) -> list[str]:
    """Who joins a pair: whoever was least and longest ago in a trio; then as the practice says."""
    if book.rules.rule == "rank_split":
        return sorted(pool, key=lambda one: (book.trio_turn(one), -book.place[one]))
    return sorted(pool, key=lambda one: (book.trio_turn(one), book.lot[one]))


def _seat(book: Book, pool: Sequence[str], locked: list[list[str]], third: str) -> Seating:
    """Pair the pool but for the third, and let the third join where it costs least."""
    rest = [one for one in pool if one != third]
    seating = Seating(locked=[list(lock) for lock in locked])
    _pair(book, rest, seating)
    waiting = [*seating.left, third] if third else seating.left
    seating.left = []
    for one in waiting:
        if not _join(book, one, seating):
            seating.left.append(one)
    return seating


def _pair(book: Book, rest: Sequence[str], seating: Seating) -> None:
    scale = Scale(book, rest)
    costs = {
        (i, j): scale.cost(rest[i], rest[j])
        for i, j in combinations(range(len(rest)), 2)
        if book.may(rest[i], rest[j])
    }
    pairs = cheapest_pairs(len(rest), costs)
    seating.groups = [[rest[i], rest[j]] for i, j in pairs]
    seating.cost += sum(costs[pair] >> AIM << AIM for pair in pairs)
    matched = {one for group in seating.groups for one in group}
    seating.left = [one for one in rest if one not in matched]


def _join(book: Book, one: str, seating: Seating) -> bool:
    """Let one join the pair where it gives way least. False when no pair may take them."""
    options = [
        (joining_cost(book, one, pair), is_locked, *host_turn(book, one, pair), number)
        for is_locked, groups in ((False, seating.groups), (True, seating.locked))
        for number, pair in enumerate(groups)
        if len(pair) == 2 and book.may(one, *pair)
    ]
    if not options:
        return False
    cost, is_locked, *_, number = min(options)
    (seating.locked if is_locked else seating.groups)[int(number)].append(one)
    seating.thirds.add(one)
    seating.cost += cost
    return True


def joining_cost(book: Book, one: str, pair: Sequence[str]) -> int:
    """What gives way when one joins a pair."""
    gaps = sum(book.is_too_far(one, other) for other in pair)
    return (gaps << GAP) + sum(soft_cost(book, one, other) for other in pair)


def host_turn(book: Book, one: str, pair: Sequence[str]) -> tuple[int, float, int]:
    """Which pair takes a third: fewest trios so far, then the nearest, then by lot."""
    trios = sum(book.trios[other] for other in pair)
    if book.rules.rule == "rank_split":
        near = book.distance(*pair)
    elif book.rules.rule == "neighbours":
        near = sum(book.distance(one, other) for other in pair)
    else:
        near = 0.0
    return trios, near, sum(book.ticket[frozenset((one, other))] for other in pair)


# ------------------------------------------------------------ when somebody is left


def _look_further(
    book: Book, pool: Sequence[str], locked: list[list[str]], found: Seating
) -> Seating:
    """Make one trio first and pair the others again, if that places more."""
    best = found
    for option in islice(_with_a_trio(book, pool, locked, found.left), _most_tried(pool)):
        if option.rank < best.rank:
            best = option
        if not best.left:
            break
    return best


def _with_a_trio(
    book: Book, pool: Sequence[str], locked: list[list[str]], left: Sequence[str]
) -> Iterator[Seating]:
    """Every trio that may be, those around somebody who is left before the others."""
    trios = [trio for trio in combinations(pool, 3) if book.may(*trio)]
    trios.sort(key=lambda trio: not set(trio) & set(left))
    for trio in trios:
        rest = [one for one in pool if one not in trio]
        option = _seat(book, rest, locked, "")
        *pair, third = sorted(trio, key=lambda one: one in left)
        option.groups.append([*pair, third])
        option.thirds.add(third)
        option.cost += joining_cost(book, third, pair) + soft_cost(book, *pair)
        yield option
