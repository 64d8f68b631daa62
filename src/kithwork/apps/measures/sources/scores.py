"""Tests before and after, and one-minute readings, as their runs keep them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.sources.dot import Dot
from kithwork.apps.runs.models import Score
from kithwork.apps.runs.ranks import counting, value_of


def dots(measures: Iterable[Measure], since: date, today: date) -> Iterator[tuple[int, Dot]]:
    """(measure's id, dot) for each score that counts."""
    wanted: dict[tuple[int, int | None, str], list[int]] = defaultdict(list)
    for one in measures:
        wanted[one.student_id, one.run_id, one.key].append(one.pk)
    rows = Score.objects.filter(
        student_id__in={key[0] for key in wanted},
        kind__in={key[2] for key in wanted},
        on__gte=since,
    ).filter(counting())
    for row in rows.order_by("on", "pk"):
        value = value_of(row)
        for run in (row.run_id, None):
            for measure in wanted.get((row.student_id, run, row.kind), ()):
                yield measure, Dot(row.on, value, order=row.pk)
