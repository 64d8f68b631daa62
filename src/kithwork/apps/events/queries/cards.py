"""A student's own coming events, or a family's child's: cards, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from kithwork.apps.events.models import EventDay, RoleHolder
from kithwork.apps.events.policies import own_places
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EventCard:
    """What, when, where, and one's own part in it."""

    name: str
    on: date
    starts_at: time
    place: str
    roles: tuple[str, ...]
    language: str = "en"


def own_events(viewer: Viewer, limit: int = 5) -> list[EventCard]:
    """The next days of events one is on the list of."""
    places = {row.event_id: row.student_id for row in own_places(viewer)}
    days = EventDay.objects.filter(
        event__in=places, dropped_at__isnull=True, on__gte=clock.today_for(viewer)
    )
    held = RoleHolder.objects.filter(
        role__event__in=places, student__in=set(places.values()), given_back_at__isnull=True
    )
    roles: dict[int, list[str]] = {}
    for event, name in held.values_list("role__event_id", "role__name"):
        roles.setdefault(event, []).append(name)
    return [
        EventCard(
            day.event.name,
            day.on,
            day.starts_at,
            day.event.place,
            tuple(roles.get(day.event_id, ())),
            day.event.language,
        )
        for day in days.select_related("event").order_by("on", "starts_at")[:limit]
    ]
