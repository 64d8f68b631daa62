"""Tables of the events room, one module per subject."""

from kithwork.apps.events.models.access import AccessAnswer, AccessQuestion
from kithwork.apps.events.models.event import Event, EventDay, EventPartner, EventStep
from kithwork.apps.events.models.people import EventRole, EventStudent, RoleHolder
from kithwork.apps.events.models.record import (
    AttendanceMark,
    DayLog,
    EventQuestion,
    Moment,
    Reflection,
)

__all__ = [
    "AccessAnswer",
    "AccessQuestion",
    "AttendanceMark",
    "DayLog",
    "Event",
    "EventDay",
    "EventPartner",
    "EventQuestion",
    "EventRole",
    "EventStep",
    "EventStudent",
    "Moment",
    "Reflection",
    "RoleHolder",
]
