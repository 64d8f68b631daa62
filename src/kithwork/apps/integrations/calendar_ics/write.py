"""Sessions as calendar text: one event for each period of a day, with a neutral title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

MOST_EVENTS = 500
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One period of one day in which this person has time together to think of."""

    uid: str
    on: date
    label: str
    starts_at: time
    ends_at: time
    sequence: int
    changed_at: datetime
    is_cancelled: bool


def calendar_text(events: Sequence[FeedEvent], *, product: str, zone: str, link: str) -> bytes:
    """The feed in iCalendar text, CRLF lines, folded, with its time zone written out.

    The same events give the same bytes, so that an ETag can answer "nothing new".
    At most 500 events, the soonest first.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{product}//calendar feed//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", product)
    calendar.add("x-wr-calname", product)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in sorted(events, key=lambda event: (event.on, event.starts_at, event.uid))[
        :MOST_EVENTS
    ]:
        calendar.add_component(_event(event, product=product, zone=ZoneInfo(zone), link=link))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(given: FeedEvent, *, product: str, zone: ZoneInfo, link: str) -> Event:
    event = Event()
    event.add("uid", given.uid)
    event.add("dtstamp", given.changed_at)
    event.add("last-modified", given.changed_at)
    event.add("sequence", given.sequence)
    event.add("summary", f"{product}: {_neutral(given.label)}")
    event.add("description", link)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if given.is_cancelled else "CONFIRMED")
    event.add("dtstart", datetime.combine(given.on, given.starts_at, tzinfo=zone))
    event.add("dtend", datetime.combine(given.on, given.ends_at, tzinfo=zone))
    return event


def _neutral(label: str) -> str:
    return f"period {label}" if label[:1].isdigit() else label
