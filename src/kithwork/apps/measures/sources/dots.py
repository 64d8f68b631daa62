"""The numbers of many measures at once, in the order of their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.sources import entered, logged, observed, scores
from kithwork.apps.measures.sources.dot import Dot

Reader = Callable[[Iterable[Measure], date], Iterator[tuple[int, Dot]]]
READERS: dict[str, Reader] = {
    Measure.Source.OBSERVED: observed.dots,
    Measure.Source.SCORE: scores.dots,
    Measure.Source.LOGGED: logged.dots,
}


def dots_of(measures: Sequence[Measure], today: date) -> dict[int, list[Dot]]:
    """Measure's id -> its dots, oldest first. What was typed in stands among what was recorded."""
    found: dict[int, list[Dot]] = defaultdict(list)
    for source, read in READERS.items():
        asked = [one for one in measures if one.source == source]
        for measure, dot in read(asked, today) if asked else ():
            found[measure].append(dot)
    for measure, dot in entered.dots(measures, today):
        found[measure].append(dot)
    return {key: sorted(dots, key=lambda dot: (dot.on, dot.order)) for key, dots in found.items()}
