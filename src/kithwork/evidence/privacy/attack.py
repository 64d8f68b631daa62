"""The attack: everything that is public, put together to find what was hidden.

It knows the shown counts, how cells add up, that counts are whole and not negative, where zeros
are shown, and the threshold: among hidden cells that hang together at least one must be small,
or nothing would have been hidden there. It never sees the true table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog

from kithwork.evidence.privacy.release import Release, groups

_NEARLY_WHOLE = 1e-6
_INFEASIBLE = 2


@dataclass(frozen=True, slots=True)
class Range:
    """All an attacker can say of one hidden count; ``high`` None where nothing bounds it.

    ``low`` and ``high`` use the clue that something small must be there; ``plain`` is the range
    without it. ``told`` is the width that hiding by itself tells of a small cell: 1 to 9 is 8.
    """

    cell: str
    low: int
    high: int | None
    plain: tuple[int, int | None]
    told: int

    @property
    def recovered(self) -> bool:
        """Whether only one count is left."""
        return self.low == self.high

    def exposed(self, width: int) -> bool:
        """Whether the sums narrow it to less than the width, or the clue to less than it may.

        That a cell is hidden may tell that it is small. It may not tell more than that.
        """
        return (
            self.recovered
            or _narrow(*self.plain, width)
            or _narrow(self.low, self.high, min(width, self.told))
        )

    def to_json(self) -> dict[str, Any]:
        return {"cell": self.cell, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Attack:
    """What the attack found: the range of each hidden cell, and which of them are too narrow."""

    ranges: tuple[Range, ...]
    width: int

    @property
    def recovered(self) -> tuple[str, ...]:
        """Cells found exactly."""
        return tuple(found.cell for found in self.ranges if found.recovered)

    @property
    def exposed(self) -> tuple[str, ...]:
        """Cells found exactly or to less than the wanted width."""
        return tuple(found.cell for found in self.ranges if found.exposed(self.width))

    def to_json(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "recovered": list(self.recovered),
            "exposed": list(self.exposed),
            "ranges": [found.to_json() for found in self.ranges],
        }


def attack(release: Release, *, width: int | None = None) -> Attack:
    """Try to recover the hidden counts of a release from everything that is public.

    Parameters
    ----------
    release
        From `suppress_counts` or `suppress_table`; only its public part is used.
    width
        The least difference between the highest and the lowest possible count of a hidden cell,
        in people; the threshold of the release unless given.

    Returns
    -------
    Attack
        A range for each hidden cell, those recovered exactly, those narrower than ``width``.

    Raises
    ------
    ValueError
        When what is published contradicts itself.

    Notes
    -----
    Ranges are over whole counts and hold for each cell by itself. The attack does not know anybody
    in the table: a person who knows all but one member of a group is not stopped by suppression.

    Source: linear programming audit of suppressed tables; Fischetti, M., & Salazar-González, J. J.
    (2001). Solving the cell suppression problem on tabular data with linear constraints.
    Management Science. Worked example: ``tests/golden/suppression_attack_kithwork_2026.toml``.
    """
    ranges = [found for part in _parts(release) for found in part.ranges()]
    order = {name: place for place, name in enumerate((*release.hidden, *release.guarded))}
    ranges.sort(key=lambda found: order[found.cell])
    return Attack(tuple(ranges), release.threshold if width is None else width)


def exposed_cells(release: Release, width: int) -> Iterator[str]:
    """The hidden cells whose ranges are too narrow; quicker than the whole attack."""
    for part in _parts(release):
        yield from part.exposed(width)


def _parts(release: Release) -> Iterator[_Part]:
    guarded = {*release.hidden, *release.guarded}
    for names in groups(release.sums, (*release.hidden, *release.unpublished)):
        if guarded & set(names):
            yield _Part(release, names)


def _narrow(low: int, high: int | None, width: int) -> bool:
    return high is not None and high - low < width


class _Seen:
    """The lowest and the highest of each count in the tables seen so far."""

    def __init__(self, size: int) -> None:
        self.lows = np.full(size, np.inf)
        self.highs = np.full(size, -np.inf)

    def add(self, table: Sequence[int]) -> None:
        self.lows = np.minimum(self.lows, table)
        self.highs = np.maximum(self.highs, table)

    def spread(self, place: int) -> float:
        return float(self.highs[place] - self.lows[place])


class _Part:
    """Unknown counts that hang together: their equations, and the ends of each one's range."""

    def __init__(self, release: Release, names: Sequence[str]) -> None:
        self.names = names
        place = {name: index for index, name in enumerate(names)}
        self.guarded = [
            place[name] for name in (*release.hidden, *release.guarded) if name in place
        ]
        rows, knowns = [], []
        for one in release.sums:
            if not any(name in place for name in one.members):
                continue
            row, known = np.zeros(len(names)), 0
            for name, sign in (*((part, 1) for part in one.parts), (one.total, -1)):
                if name in place:
                    row[place[name]] += sign
                else:
                    known -= sign * release.shown[name]
            rows.append(row)
            knowns.append(known)
        self.equations = np.array(rows) if rows else None
        self.knowns = np.array(knowns, float) if rows else None
        self.small = [release.limit(name) - 1 for name in names]
        everything = sum(release.shown.values()) + release.threshold * len(names)
        self.cap = 100 * everything + 1000  # stands for "no bound": no bounded count comes near
        self.low = [release.lowest.get(name, 0) for name in names]
        self.high = [release.highest.get(name, self.cap) for name in names]

    def ranges(self) -> Iterator[Range]:
        for place in self.guarded:
            plain, clued = (
                (self._end(place, 1, clue)[place], self._open(self._end(place, -1, clue)[place]))
                for clue in (False, True)
            )
            yield Range(self.names[place], *clued, plain, self._told(place))

    def exposed(self, width: int) -> Iterator[str]:
        """Every solution shows possible counts of all cells, so most need no search of their own."""
        plain, clued = _Seen(len(self.names)), _Seen(len(self.names))
        for place in self.guarded:
            for seen, enough in ((plain, width), (clued, max(1, min(width, self._told(place))))):
                for sign in (1, -1):
                    if seen.spread(place) < enough:
                        table = self._end(place, sign, seen is clued)
                        seen.add(table)
                        if self._explains(table):
                            clued.add(table)
            if plain.spread(place) < width or clued.spread(place) < enough:
                yield self.names[place]

    def _open(self, high: int) -> int | None:
        return None if 2 * high > self.cap else high

    def _told(self, place: int) -> int:
        return self.small[place] - self.low[place]

    def _end(self, place: int, sign: int, clue: bool) -> list[int]:
        """A possible table with this count as low (sign 1) or as high (-1) as can be."""
        found = self._solve(place, sign, self.high)
        if found is not None and (not clue or self._explains(found)):
            return found
        possible = [] if found is None else [*self._explained(place, sign)]
        if not possible:
            raise ValueError("What is published contradicts itself: check the sums.")
        return min(possible, key=lambda table: sign * table[place])

    def _explained(self, place: int, sign: int) -> Iterator[list[int]]:
        """Nothing small, nothing hidden: let one after the other be the small one."""
        for other, small in enumerate(self.small):
            if small >= self.low[other]:
                high = list(self.high)
                high[other] = min(high[other], small)
                table = self._solve(place, sign, high)
                if table is not None:
                    yield table

    def _explains(self, table: Sequence[int]) -> bool:
        return any(count <= small for count, small in zip(table, self.small, strict=True))

    def _solve(self, place: int, sign: int, high: Sequence[int]) -> list[int] | None:
        """The table of this end, in whole counts; None where there is none."""
        counts = self._program(place, sign, high, whole=False)
        if counts is None:
            return None
        if np.abs(counts - np.rint(counts)).max() > _NEARLY_WHOLE:
            # Only linked tables get here: in a single one the plain program ends on whole counts.
            counts = self._program(place, sign, high, whole=True)
        return None if counts is None else [round(count) for count in counts]

    def _program(
        self, place: int, sign: int, high: Sequence[int], *, whole: bool
    ) -> np.ndarray[Any, np.dtype[np.float64]] | None:
        aim = np.zeros(len(self.names))
        aim[place] = sign
        answer = linprog(
            aim,
            A_eq=self.equations,
            b_eq=self.knowns,
            bounds=list(zip(self.low, high, strict=True)),
            method="highs",
            integrality=np.full(len(self.names), int(whole)),
            options={"mip_rel_gap": 0.0} if whole else {},
        )
        return None if answer.status == _INFEASIBLE else np.asarray(answer.x)
