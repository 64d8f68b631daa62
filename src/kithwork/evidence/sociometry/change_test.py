"""Whether a class changed more between two rounds than its answers would by themselves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.faults import refuse
from kithwork.evidence.sociometry.network import ENOUGH, Nominations, answered_both, on_both

Child = Hashable
Ties = NDArray[np.bool_]
What = Literal["ties", "mutual", "isolates"]

# Up to this many ways to swap rounds all are looked at; above it so many are drawn.
LIMIT, DRAWS = 4096, 9999
# So many cells of ties are held at once.
AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """What became of one count, and how often chance alone would move it as far, in either direction.

    ``before`` and ``after`` count ties, mutual dyads or children nobody named, among ``children`` on both rosters
    and from the answers of the ``answered`` who answered both times. ``p`` from 0 to 1, two-sided; None with
    ``reasons`` where there can be none. ``changed`` children named others than before. ``is_exact`` says whether all
    ``assignments`` were looked at; else ``draws`` of them, the observed one counted too.
    """

    what: str
    children: int
    answered: int
    changed: int
    before: int
    after: int
    p: float | None
    is_exact: bool
    assignments: int
    draws: int | None = None
    seed: int | None = None
    reasons: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "reasons": list(self.reasons)}


def change_test(
    before: Nominations,
    after: Nominations,
    *,
    what: What = "mutual",
    without: Iterable[tuple[Child, Child]] = (),
    limit: int = LIMIT,
    draws: int = DRAWS,
    seed: int = 1,
) -> ChangeTest:
    """Swap each child's two answers, before for after, and see how often the class would differ as much.

    Parameters
    ----------
    before, after
        Two rounds. Only children on both rosters are looked at, and only answers of children who answered both
        times: who was missing once is missing, and makes no tie new or ended.
    what
        "ties" (children named), "mutual" (dyads that name each other) or "isolates" (children nobody named).
    without
        Pairs that do not count in either round, such as those an adult put together. Either order.
    limit, draws, seed
        Up to ``limit`` ways to swap all are looked at; above it ``draws`` of them.

    Returns
    -------
    ChangeTest
        ``p`` is the share of ways in which the count differs between the rounds at least as much as it did. It is
        None with ``low_response`` where fewer than 70 percent answered in a round, and with ``too_few`` where
        fewer than two answered both times.

    Raises
    ------
    BadData
        For a count that is none of the three, or two rounds with fewer than two children in common.

    Notes
    -----
    If nothing changed, a child's two answers could as well have come the other way round, and independently of
    another child's: that is what is swapped, a whole answer at a time. One tie is never swapped alone, since a
    child's ties hang together. It says nothing of why a class changed: classes change by themselves in a year.

    Source: Edgington & Onghena (2007), Randomization Tests, on designs with two measurements of each; drawn
    assignments count the observed one (Phipson & Smyth 2010). Whole answers as the units: our choice.
    """
    if what not in get_args(What):
        raise refuse(
            "unknown_count", f"{what!r} is no count. Use one of: {', '.join(get_args(What))}."
        )
    both, said = on_both(before, after), answered_both(before, after)
    place = {child: n for n, child in enumerate(both)}
    apart = {frozenset(pair) for pair in without}
    first, second = (_matrix(wave, place, said, apart) for wave in (before, after))
    differ = np.flatnonzero((first != second).any(axis=1))
    counts = [int(_count(what, one[None])[0]) for one in (first, second)]
    ways = 2 ** len(differ)
    reason = _why_not(before, after, len(said))
    if reason:
        return ChangeTest(
            what, len(both), len(said), len(differ), counts[0], counts[1], None, False, ways, reasons=(reason,)
        )  # fmt: skip
    is_exact = ways <= limit
    swaps = _all(len(differ)) if is_exact else _some(len(differ), draws, seed)
    reached = _reached(what, first, second, differ, swaps, abs(counts[1] - counts[0]))
    p = reached / ways if is_exact else (reached + 1) / (draws + 1)
    return ChangeTest(
        what, len(both), len(said), len(differ), counts[0], counts[1], p, is_exact, ways,
        None if is_exact else draws, None if is_exact else seed,
    )  # fmt: skip


def _why_not(before: Nominations, after: Nominations, said: int) -> str:
    if min(before.response_rate, after.response_rate) < ENOUGH:
        return "low_response"
    return "too_few" if said < 2 else ""


def _matrix(
    wave: Nominations, place: dict[Child, int], said: set[Child], apart: set[frozenset[Child]]
) -> Ties:
    ties = np.zeros((len(place), len(place)), dtype=bool)
    for one, other in wave.ties:
        if one in said and other in place and frozenset((one, other)) not in apart:
            ties[place[one], place[other]] = True
    return ties


def _count(what: str, ties: Ties) -> NDArray[np.int64]:
    """One number for each class of a pile, (pile, who names, who is named)."""
    if what == "ties":
        found = ties.sum(axis=(1, 2))
    elif what == "mutual":
        found = (ties & ties.swapaxes(1, 2)).sum(axis=(1, 2)) // 2
    else:
        found = (~ties.any(axis=1)).sum(axis=1)
    return np.asarray(found, dtype=np.int64)


def _all(children: int) -> Ties:
    return np.array(list(product((False, True), repeat=children)), dtype=bool)


def _some(children: int, draws: int, seed: int) -> Ties:
    return np.random.default_rng(seed).random((draws, children)) < 0.5


def _reached(
    what: str, first: Ties, second: Ties, differ: NDArray[np.int64], swaps: Ties, observed: int
) -> int:
    """How many of the swaps leave the two rounds at least as far apart as they are."""
    return sum(
        int((np.abs(_count(what, two) - _count(what, one)) >= observed).sum())
        for one, two in _piles(first, second, differ, swaps)
    )


def _piles(
    first: Ties, second: Ties, differ: NDArray[np.int64], swaps: Ties
) -> Iterator[tuple[Ties, Ties]]:
    step = max(1, AT_ONCE // first.size)
    for begin in range(0, len(swaps), step):
        some = swaps[begin : begin + step]
        swapped = np.zeros((len(some), len(first)), dtype=bool)
        swapped[:, differ] = some
        yield (
            np.where(swapped[:, :, None], second, first),
            np.where(swapped[:, :, None], first, second),
        )
