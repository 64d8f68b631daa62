"""The numbers of many measures at once, in the order of their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.sources import entered, logged, observed, scores
from kithwork.apps.measures.sources.dot import Dot

Reader = Callable[[Iterable[Measure], date, date], Iterator[tuple[int, Dot]]]
# How far before and after a measure what was seen still belongs to it. Ours (tag D): a semester.
HALF_A_YEAR = timedelta(days=180)
READERS: dict[str, Reader] = {
    Measure.Source.OBSERVED: observed.dots,
    Measure.Source.SCORE: scores.dots,
    Measure.Source.LOGGED: logged.dots,
}


def window(measure: Measure) -> tuple[date, date]:
    """The days a measure is about: what was seen in the half year before it was followed is its baseline."""
    last = date.max if measure.ended_on is None else measure.ended_on + HALF_A_YEAR
    return measure.started_on - HALF_A_YEAR, last


def dots_of(measures: Sequence[Measure], today: date) -> dict[int, list[Dot]]:
    """Measure's id -> its dots, oldest first. What was typed in stands among what was recorded.

    Years of the same form before and after it was followed are other measures'; what was typed in always counts.
    """
    found: dict[int, list[Dot]] = defaultdict(list)
    windows = {one.pk: window(one) for one in measures}
    for source, read in READERS.items():
        asked = [one for one in measures if one.source == source]
        since = min((windows[one.pk][0] for one in asked), default=today)
        for measure, dot in read(asked, since, today) if asked else ():
            first, last = windows[measure]
            if first <= dot.on <= last:
                found[measure].append(dot)
    for measure, dot in entered.dots(measures):
        found[measure].append(dot)
    return {key: sorted(dots, key=lambda dot: (dot.on, dot.order)) for key, dots in found.items()}
