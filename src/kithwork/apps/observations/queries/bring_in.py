"""What a recording may be brought in for: planned times, students, observers; what was said of its names before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.models import Instrument, Observation, Watch
from kithwork.apps.observations.policies import (
    observable_students,
    visible_instruments,
    visible_observations,
    visible_watches,
)
from kithwork.apps.observations.queries.setup import _observers, newest_forms, plan_choices
from kithwork.apps.people.models import Staff, Student

# How far back it is looked for what somebody said of a name.
REMEMBERED = 30


@dataclass(frozen=True, slots=True)
class Choices:
    students: QuerySet[Student]
    instruments: QuerySet[Instrument]
    observers: QuerySet[Staff]


def choices(viewer: Viewer) -> Choices:
    """Observers are the school's for the coordinator, and oneself for others.

    Whoever may observe everybody chooses among those who take part in something.
    """
    observers = _observers(viewer)
    if not viewer.is_coordinator:
        observers = observers.filter(user_id=viewer.user_id)
    forms = [one.pk for one in newest_forms(viewer)]
    students = observable_students(viewer)
    return Choices(
        plan_choices(viewer).students if viewer.is_coordinator else students,
        visible_instruments(viewer).filter(pk__in=forms),
        observers,
    )


def watch_to_fill(viewer: Viewer, watch_id: int) -> Watch:
    """A planned time of one's own, or any for whoever sees the whole school."""
    found = (
        visible_watches(viewer)
        .filter(pk=watch_id)
        .select_related("student", "plan__instrument", "plan__school")
        .first()
    )
    if found is None:
        raise Http404
    return found


def observers_of(viewer: Viewer, watch: Watch) -> QuerySet[Staff]:
    """Its one or two observers; oneself for those who do not arrange."""
    users = {watch.observer_id, watch.second_observer_id} - {None}
    if not viewer.is_coordinator:
        users &= {viewer.user_id}
    return Staff.objects.filter(school_id=viewer.school_id, user_id__in=users)


def begins_at(watch: Watch) -> datetime:
    zone = ZoneInfo(watch.plan.school.timezone)
    return datetime.combine(watch.on, watch.starts_at, tzinfo=zone)


def remembered(viewer: Viewer, instrument: Instrument) -> dict[str, str]:
    """Which pad a behaviour of that name was, the last time somebody said it with this form."""
    rows = visible_observations(viewer).exclude(imported_from="")
    rows = rows.filter(instrument__key=instrument.key).select_related("envelope")
    return _said(rows.order_by("-pk")[:REMEMBERED])


def _said(rows: Iterable[Observation]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in rows:
        letter = read_letter(one.envelope.text)
        if isinstance(letter, Letter) and letter.source is not None:
            for name, code in letter.source.codes.items():
                found.setdefault(name, code)
    return found
