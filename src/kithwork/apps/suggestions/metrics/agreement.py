"""Whether two observers saw the same, in the checks of this run's students."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean

from kithwork.apps.observations.models import Observation
from kithwork.apps.observations.queries.watch import agreement_of, in_force
from kithwork.apps.suggestions.metrics.base import Found, Subject
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition


def ioa(data: RunData, ask: Condition) -> Found:
    """Per cent of agreement in the last checks of each form. Of a form, so that neither observer is named."""
    rows = in_force(
        list(
            Observation.objects.filter(watch__plan__run=data.run, is_usable=True)
            .exclude(watch__second_observer=None)
            .select_related("watch", "envelope", "instrument")
            .order_by("watch__on", "pk")
        )
    )
    seconds = {one.watch_id: one for one in rows if one.is_second}
    pairs = defaultdict(list)
    for one in rows:
        if not one.is_second and one.watch_id in seconds:
            pairs[one.instrument.key].append((one, seconds[one.watch_id]))
    found = {}
    for form, both in pairs.items():
        points = tuple(_seen(*pair) for pair in both[-(ask.window.last or 1) :])
        found[Subject(f"form:{form}"[:60])] = Facts(points)
    return found


def _seen(first: Observation, second: Observation) -> Seen:
    """The mean over the pads whose index is defined."""
    values = [row.indices[0].value for row in agreement_of(first, second)]
    known = [value for value in values if value is not None]
    assert first.watch is not None
    return Seen(first.watch.on, 100 * fmean(known) if known else None)
