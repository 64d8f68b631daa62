"""The way two have been together: one dot for each of them and each time, on two lines side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Waves of the first line over the width; the second runs below it. As in the drawing of the design (304 x 90).
HEIGHTS = (36, 26, 40, 52, 40, 28)
LEFT, WIDTH, BELOW = 24, 255, 24
MOST = len(HEIGHTS)


@dataclass(frozen=True, slots=True)
class Way:
    """How many times in all, and the drawing of the newest of them."""

    times: int
    first: tuple[tuple[int, int], ...]
    second: tuple[tuple[int, int], ...]

    @property
    def lines(self) -> tuple[str, str]:
        return _curve(self.first), _curve(self.second)


def way_of(times: int) -> Way | None:
    """Nothing to show before the first time."""
    if times < 1:
        return None
    n = min(times, MOST)
    gap = WIDTH / (MOST - 1)
    first = tuple((round(LEFT + at * gap), HEIGHTS[at]) for at in range(n))
    return Way(times, first, tuple((x + 6, y + BELOW) for x, y in first))


def _curve(points: Sequence[tuple[int, int]]) -> str:
    """A smooth path through the points."""
    (x, y), *rest = points
    path = f"M{x} {y}"
    for to_x, to_y in rest:
        half = (x + to_x) // 2
        path += f"C{half} {y} {half} {to_y} {to_x} {to_y}"
        x, y = to_x, to_y
    return path
