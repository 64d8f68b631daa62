"""The effect sizes of many cases at once. Cases of the same shape share one array."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from kithwork.evidence.effects.columns import Cases, Columns, Floats, estimates, scores
from kithwork.evidence.effects.door import check_choices
from kithwork.evidence.effects.indices import USUAL, answer, index_named
from kithwork.evidence.estimate import Estimate
from kithwork.evidence.series import Scale

# So many cases share an array: pairs of all their scores must fit in memory.
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Case:
    """Two phases of one outcome of one case, and what is known of the measure.

    ``baseline`` and ``treatment`` in session order with None where there are no data; ``improvement``
    says which way is better; ``session_minutes``, ``intervals`` and ``goal`` as in `effect_size`.
    """

    id: str
    baseline: Sequence[float | None]
    treatment: Sequence[float | None]
    improvement: str
    outcome: str = ""
    scale: Scale | str = Scale.OTHER
    session_minutes: float | None = None
    intervals: float | None = None
    goal: float | None = None
    pair: int = 1


class Row(NamedTuple):
    """One index of one case. Several standard errors are several rows."""

    case: Case
    estimate: Estimate


def effect_sizes(
    cases: Sequence[Case],
    indices: Sequence[str] = USUAL,
    *,
    level: float = 0.95,
    every_se: bool = False,
) -> list[Row]:
    """Every index of every case: by case as given, then by index as given.

    Parameters
    ----------
    cases
        Any number, of any lengths. Scores are taken as they are: check them with `Series` or read them
        with `files`, which say what is not possible on a scale.
    indices
        Names of `effects.INDICES`.
    level
        Confidence level, between 0 and 1.
    every_se
        One row for each kind of standard error; otherwise only the index's own first one.

    Raises
    ------
    BadData
        For an unknown index or direction, a level outside 0 to 1, or a score that is no finite number.
    """
    found: list[list[Row]] = [[] for _ in cases]
    for places, group, columns in batched(cases, indices, level=level):
        index = index_named(columns.index)
        kinds: tuple[str | None, ...] = index.se_kinds if every_se else ()
        for kind in kinds or (index.default_se,):
            told = estimates(columns, group, level=level, kind=kind)
            for place, estimate in zip(places, told, strict=True):
                found[place].append(Row(cases[place], estimate))
    return [row for rows in found for row in rows]


def batched(
    cases: Sequence[Case], indices: Sequence[str] = USUAL, *, level: float = 0.95
) -> Iterator[tuple[list[int], Cases, Columns]]:
    """Indices as columns, for each group of cases of one shape: their places, scores and answers.

    This is the fast way for many thousand cases: no object is made for a single number. Raises as
    `effect_sizes` does.
    """
    for name in indices:
        index_named(name)  # a wrong name is said before anything is worked out
    for places, group in groups(cases, level):
        for name in indices:
            yield places, group, answer(name, group, level)


def groups(cases: Sequence[Case], level: float = 0.95) -> list[tuple[list[int], Cases]]:
    """Cases of the same lengths, scale and direction together, at most AT_ONCE of them."""
    shapes: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    kept: list[tuple[list[float], list[float]]] = []
    for place, case in enumerate(cases):
        check_choices(case.improvement, level)
        a, b = scores(case.baseline, "baseline"), scores(case.treatment, "treatment")
        kept.append((a, b))
        shapes[len(a), len(b), str(case.scale), case.improvement].append(place)
    found = []
    for (_m, _n, scale, improvement), places in shapes.items():
        for start in range(0, len(places), AT_ONCE):
            some = places[start : start + AT_ONCE]
            found.append((some, _group(cases, kept, some, scale, improvement)))
    return found


def _group(
    cases: Sequence[Case],
    kept: list[tuple[list[float], list[float]]],
    places: list[int],
    scale: str,
    improvement: str,
) -> Cases:
    def known(name: str) -> Floats:
        values = [getattr(cases[place], name) for place in places]
        return np.array([math.nan if value is None else value for value in values], dtype=float)

    return Cases(
        a=np.array([kept[place][0] for place in places], dtype=float),
        b=np.array([kept[place][1] for place in places], dtype=float),
        improvement=improvement,
        scale=scale,
        minutes=known("session_minutes"),
        intervals=known("intervals"),
        goal=known("goal"),
    )
