"""Values a person typed in, or brought in from older records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kithwork.apps.measures.models import Entry, Measure
from kithwork.apps.measures.sources.dot import Dot


def dots(measures: Iterable[Measure]) -> Iterator[tuple[int, Dot]]:
    """(measure's id, dot) for each entry in force."""
    rows = Entry.objects.filter(measure__in=measures, replaced_by__isnull=True, is_taken_back=False)
    for row in rows.order_by("on", "pk"):
        yield (
            row.measure_id,
            Dot(row.on, row.value, row.phase, row.setting, row.why_none, order=row.pk),
        )
