"""Teams with an equal chance of winning: students dealt in snake order, or whole groups by their means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from kithwork.matching.classwide.standing import Book

Team = list[str]


def spread(book: Book, teams: Sequence[Sequence[str]]) -> float:
    """How far the teams' means lie apart, as a share of the way from lowest to highest, 0 to 1."""
    here = [book.standing[one] for one in book.order if one in book.standing]
    means = [mean for team in teams if (mean := book.mean(team)) is not None]
    if len(means) < 2 or max(here) == min(here):
        return 0.0
    return (max(means) - min(means)) / (max(here) - min(here))


def deal_students(book: Book) -> list[Team]:
    """Teams before pairs. Locks stay in one team, and no more teams are odd than must be."""
    teams = _deal(book)
    _gather(book, teams)
    _make_even(book, teams)
    _even_out(book, teams, lambda: _student_exchanges(book, teams))
    return teams


def _deal(book: Book) -> list[Team]:
    """One by one in class order. Snake: there and back, each time in an order by lot: A, B, B, A."""
    count = book.rules.teams
    teams: list[Team] = [[] for _ in range(count)]
    order = list(range(count))
    book.chance.shuffle(order)
    turns: list[int] = []
    while len(turns) < len(book.order):
        if book.rules.deal == "snake":
            turns += order + order[::-1]
            book.chance.shuffle(order)
        else:
            turns += order
    for one, turn in zip(book.order, turns, strict=False):
        teams[turn].append(one)
    return teams


def _gather(book: Book, teams: list[Team]) -> None:
    """Bring each lock into the team of its first, in exchange for those nearest in the class's order."""
    for lock in book.locks:
        home = next(team for team in teams if lock[0] in team)
        for one in lock[1:]:
            away = next(team for team in teams if one in team)
            if away is home:
                continue
            free = [other for other in home if other not in book.held]
            away.remove(one)
            home.append(one)
            if free:
                place = book.place[one]
                other = min(free, key=lambda other: (abs(book.place[other] - place), other))
                home.remove(other)
                away.append(other)


def _make_even(book: Book, teams: list[Team]) -> None:
    """While two teams would both need a trio, one student moves from the larger to the smaller."""
    middle = len(book.order) / 2
    while True:
        odd = [team for team in teams if sum(one not in book.held for one in team) % 2]
        if len(odd) < 2:
            return
        odd.sort(key=len)
        free = [one for one in odd[-1] if one not in book.held]
        mover = min(free, key=lambda one: abs(book.place[one] - middle))
        odd[-1].remove(mover)
        odd[0].append(mover)


def deal_groups(book: Book, groups: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Groups before teams: each to the smallest team, and of those to the one that is behind."""
    count = book.rules.teams
    teams: list[list[Sequence[str]]] = [[] for _ in range(count)]
    names = list(range(count))
    book.chance.shuffle(names)
    middle = book.mean(book.order) or 0.0

    def worth(group: Sequence[str]) -> float:
        mean = book.mean(group)
        return (middle if mean is None else mean) * len(group)

    def behind(number: int) -> tuple[int, float, int]:
        team = teams[number]
        return sum(map(len, team)), sum(map(worth, team)), names[number]

    first = {id(group): book.place[group[0]] for group in groups}
    for group in sorted(groups, key=lambda group: (-len(group), -worth(group), first[id(group)])):
        teams[min(range(count), key=behind)].append(group)
    _even_out(book, teams, lambda: _group_exchanges(teams))
    return teams


# ------------------------------------------------------------ evening out

Exchange = tuple[int, int, int, int]


def _student_exchanges(book: Book, teams: list[Team]) -> Iterator[Exchange]:
    for one, two in product(range(len(teams)), repeat=2):
        if one < two:
            for i, j in product(range(len(teams[one])), range(len(teams[two]))):
                if teams[one][i] not in book.held and teams[two][j] not in book.held:
                    yield one, i, two, j


def _group_exchanges(teams: list[list[Sequence[str]]]) -> Iterator[Exchange]:
    for one, two in product(range(len(teams)), repeat=2):
        if one < two:
            for i, j in product(range(len(teams[one])), range(len(teams[two]))):
                if len(teams[one][i]) == len(teams[two][j]):
                    yield one, i, two, j


def _even_out(book: Book, teams: list[Any], exchanges: Callable[[], Iterable[Exchange]]) -> None:
    """Exchange between teams while their means lie further apart than the limit, best exchange first."""

    def now() -> float:
        return spread(book, [_flat(team) for team in teams])

    def swap(exchange: Exchange) -> None:
        one, i, two, j = exchange
        teams[one][i], teams[two][j] = teams[two][j], teams[one][i]

    current = now()
    while current > book.rules.team_gap_pct / 100:
        best, chosen = current, None
        for exchange in exchanges():
            swap(exchange)
            if now() < best - 1e-12:
                best, chosen = now(), exchange
            swap(exchange)
        if chosen is None:
            return
        swap(chosen)
        current = best


def _flat(team: Iterable[str | Sequence[str]]) -> list[str]:
    found: list[str] = []
    for one in team:
        found += [one] if isinstance(one, str) else one
    return found
