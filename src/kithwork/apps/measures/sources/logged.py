"""Numbers the practice asks for after each session: contacts, ratings, minutes. Of runs with one student's plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.sources.dot import Dot
from kithwork.apps.runs.models import SessionLog
from kithwork.apps.runs.practice_fields import ASKED


def dots(measures: Iterable[Measure], since: date, today: date) -> Iterator[tuple[int, Dot]]:
    """(measure's id, dot) for each session that was told of. One not held is a gap."""
    wanted: dict[int, list[Measure]] = defaultdict(list)
    for one in measures:
        if one.run_id is not None:
            wanted[one.run_id].append(one)
    rows = SessionLog.objects.filter(
        session__run_id__in=wanted, session__on__gte=since, replaced_by__isnull=True
    )
    told = rows.order_by("session__on", "pk").values_list(
        "pk", "session__run_id", "session__on", "was_held", "measures"
    )
    for pk, run, on, was_held, said in told:
        for measure in wanted[run]:
            value = said.get(ASKED, {}).get(measure.key) if was_held else None
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if is_number:
                yield measure.pk, Dot(on, float(value), order=pk)
            else:
                yield (
                    measure.pk,
                    Dot(on, None, why_none=_("not told") if was_held else _("not held"), order=pk),
                )
