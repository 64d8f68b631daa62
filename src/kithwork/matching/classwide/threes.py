"""Threes as a practice: one from each third of the class, exchanged until nothing stands against it."""

from __future__ import annotations

from itertools import combinations, product

from kithwork.matching.classwide.standing import Book
from kithwork.matching.classwide.twos import Seating, seat_in_twos
from kithwork.matching.classwide.weighing import AIM, GAP, soft_cost

# Above everything that may give way.
NEVER = GAP + 6
# Starts by lot while students who must be apart meet; two where only wishes stand against it.
STARTS, ENOUGH = 6, 2


def seat_in_threes(book: Book) -> Seating:
    """Threes, with one pair or two where the number asks for it.

    Where threes cannot be made without pairing students who must be apart, the class is seated in
    twos instead.
    """
    best: Seating | None = None
    for start in range(STARTS):
        option = _start(book, start)
        if option is None:
            break
        _exchange(book, option)
        if best is None or option.cost < best.cost:
            best = option
        if best.cost < 1 << AIM or (start + 1 >= ENOUGH and best.cost < 1 << NEVER):
            break
    if best is None or best.cost >= 1 << NEVER:
        return seat_in_twos(book, book.free(book.order), book.locks)
    return best


def sizes_in_threes(count: int) -> list[int]:
    """How many sit in each group: threes, but two pairs for one too many and one pair for two."""
    pairs = {0: 0, 1: 2, 2: 1}[count % 3]
    return [2] * pairs + [3] * ((count - 2 * pairs) // 3)


def _start(book: Book, start: int) -> Seating | None:
    """Locked groups first, the others dealt over the rooms in class order (later starts: by lot)."""
    locked, free = book.locks, book.free(book.order)
    if len(book.order) < 3:
        return None
    sizes = sizes_in_threes(len(book.order))
    rooms: list[tuple[list[str], int]] = []
    for lock in sorted(locked, key=len):
        size = min((size for size in sizes if size >= len(lock)), default=None)
        if size is None:
            return None
        sizes.remove(size)
        rooms.append(([*lock], size))
    rooms += [([], size) for size in sizes]
    if start:
        book.chance.shuffle(free)
    waiting = iter(free)
    for turn in range(3):
        for group, size in rooms:
            if len(group) <= turn < size:
                group.append(next(waiting))
    groups = [group for group, _ in rooms]
    return Seating(groups=groups[len(locked) :], locked=groups[: len(locked)])


def _exchange(book: Book, seating: Seating) -> None:
    """Exchange members of two groups while that costs less, always the same way round."""
    third = {one: 3 * place // len(book.order) for place, one in enumerate(book.order)}
    cost = {frozenset(pair): _cost(book, third, *pair) for pair in combinations(book.order, 2)}
    groups = [*seating.groups, *seating.locked]

    def beside(one: str, group: list[str], without: str) -> int:
        return sum(cost[frozenset((one, other))] for other in group if other not in (one, without))

    better = True
    while better:
        better = False
        for one_group, two_group in combinations(groups, 2):
            for i, j in product(range(len(one_group)), range(len(two_group))):
                one, two = one_group[i], two_group[j]
                if one in book.held or two in book.held:
                    continue
                now = beside(one, one_group, one) + beside(two, two_group, two)
                then = beside(two, one_group, one) + beside(one, two_group, two)
                if then < now:
                    one_group[i], two_group[j] = two, one
                    better = True
    seating.cost = sum(cost[frozenset(pair)] for group in groups for pair in combinations(group, 2))


def _cost(book: Book, third: dict[str, int], one: str, two: str) -> int:
    return (
        ((not book.may(one, two)) << NEVER)
        + (book.is_too_far(one, two) << GAP)
        + soft_cost(book, one, two)
        + ((third[one] == third[two]) << AIM)
    )
