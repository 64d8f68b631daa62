"""The sentence under a graph: what it was before, what it is now, and where the newest point is. Never why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.readings import Reading
from kithwork.apps.progress.drawing import LEAST_POINTS, number, to_go
from kithwork.evidence.graph import Figure
from kithwork.evidence.graph.model import Group
from kithwork.evidence.graph.sentence import direction

# The library's words for a direction, for people to read.
DIRECTIONS = {
    "tending up": gettext_lazy("tending up"),
    "tending down": gettext_lazy("tending down"),
    "no clear direction": gettext_lazy("no clear direction"),
}


def in_short(reading: Reading, figure: Figure) -> str:
    """Two or three short sentences. What has too few points is counted, not judged."""
    return " ".join(_said(reading, figure))


def _said(reading: Reading, figure: Figure) -> Iterator[str]:
    groups = [group for group in figure.panels[0].groups if group.values]
    if not groups:
        return
    first, last = groups[0], groups[-1]
    if first is not last:
        yield _phase(first)
    yield _phase(last)
    if not to_go(reading):
        yield from _aim(reading)


def _phase(group: Group) -> str:
    if len(group.values) < LEAST_POINTS:
        values = ", ".join(number(value) for value in group.values)
        return _("%(phase)s: %(values)s so far.") % {"phase": group.name, "values": values}
    way = direction(group)
    return _("%(phase)s: middle value %(middle)s, %(way)s.") % {
        "phase": group.name,
        "middle": number(median(group.values)),
        "way": DIRECTIONS[way],
    }


def _aim(reading: Reading) -> Iterator[str]:
    said = beside_aim(reading)
    if said:
        yield said


def beside_aim(reading: Reading) -> str:
    """On which side of the aim line the newest point is; empty where there is no line or no point."""
    if not reading.values:
        return ""
    on, value, _phase_label = reading.values[-1]
    aim = reading.aim_on(on)
    if aim is None:
        return ""
    if value == aim:
        return _("The newest point is on the aim line.")
    if value > aim:
        return _("The newest point is over the aim line.")
    return _("The newest point is under the aim line.")


def told_apart(measures: Sequence[Measure]) -> dict[int, str]:
    """Measure's id -> what it is called among a student's others: with its place, or its run, where two share a name."""
    found = {one.pk: one.name for one in measures}
    for more in (_place, _run):
        times = Counter(found.values())
        for one in measures:
            if times[found[one.pk]] > 1 and (word := more(one)):
                found[one.pk] = f"{found[one.pk]}, {word}"
    return found


def _place(measure: Measure) -> str:
    said = str(measure.get_setting_display()) if measure.setting else ""
    return said[:1].lower() + said[1:]


def _run(measure: Measure) -> str:
    return measure.run.name if measure.run else ""
