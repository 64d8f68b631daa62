"""All-day events of an iCalendar file, as stretches of days without school."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from kithwork.apps.foundation.fault import Fault, FileRefused, Severity, fault_of
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.limits import MIB
from kithwork.apps.integrations.files.sentences import gettext_noop as _

FILE, NOTICE = Severity.FILE, Severity.NOTICE
SENTENCES = {
    "ics-too-big": (FILE, _("The calendar is larger than 1 MiB. Export one school year.")),
    "not-a-calendar": (FILE, _("This is not an iCalendar file.")),
    "too-many-events": (FILE, _("The calendar has more than {limit} events. Export one school year.")),
    "no-days": (FILE, _("There is no all-day event in the calendar.")),
    "timed-event": (NOTICE, _("{count} events with a time of day were left out.")),
    "long-series": (NOTICE, _("{name} repeats more than {limit} times; the first {limit} were taken.")),
    "odd-event": (NOTICE, _("{count} events could not be read and were left out.")),
}  # fmt: skip
MOST_EVENTS, MOST_REPEATS, MOST_DAYS = 2_000, 400, 366


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without school, both ends included."""

    from_on: date
    to_on: date
    name: str


@dataclass(frozen=True, slots=True)
class Holidays:
    days: tuple[Holiday, ...]
    faults: tuple[Fault, ...]


def read_holidays(upload: Upload) -> Holidays:
    """All-day events in order of date.

    Raises FileRefused when the file is no calendar, too large, or has no all-day event.
    """
    entry = upload.entries[0]
    raw = entry.head(MIB + 1)
    if len(raw) > MIB:
        raise _refused("ics-too-big", entry.name)
    try:
        calendar = Calendar.from_ical(raw)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise _refused("not-a-calendar", entry.name) from error
    if getattr(calendar, "name", "") != "VCALENDAR":
        raise _refused("not-a-calendar", entry.name)
    events = list(itertools.islice(calendar.walk("VEVENT"), MOST_EVENTS + 1))
    if len(events) > MOST_EVENTS:
        raise _refused("too-many-events", entry.name, limit=MOST_EVENTS)
    found, faults = _all_days(events, entry.name)
    if not found:
        raise FileRefused(fault_of(SENTENCES, "no-days", file=entry.name), *faults)
    return Holidays(tuple(sorted(found, key=lambda h: (h.from_on, h.to_on, h.name))), tuple(faults))


def _all_days(events: list[Any], file: str) -> tuple[set[Holiday], list[Fault]]:
    found: set[Holiday] = set()
    faults: list[Fault] = []
    timed = odd = 0
    for event in events:
        try:
            start = event.decoded("DTSTART")
            if isinstance(start, datetime):
                timed += 1
                continue
            found.update(_days_of(event, start, file, faults))
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
            odd += 1
    if timed:
        faults.append(fault_of(SENTENCES, "timed-event", file=file, count=timed))
    if odd:
        faults.append(fault_of(SENTENCES, "odd-event", file=file, count=odd))
    return found, faults


def _refused(code: str, file: str, **words: object) -> FileRefused:
    return FileRefused(fault_of(SENTENCES, code, file=file, **words))


def _days_of(event: Any, start: date, file: str, faults: list[Fault]) -> Iterator[Holiday]:
    name = " ".join(str(event.get("SUMMARY", "")).split())[:120]
    days = _length(event, start)
    starts = list(itertools.islice(_starts(event, start), MOST_REPEATS + 1))
    if len(starts) > MOST_REPEATS:
        words = {"name": name, "limit": MOST_REPEATS}
        faults.append(fault_of(SENTENCES, "long-series", file=file, **words))
    for first in starts[:MOST_REPEATS]:
        yield Holiday(first, first + timedelta(days=days - 1), name)


def _length(event: Any, start: date) -> int:
    if "DTEND" in event:
        end = event.decoded("DTEND")
        end = end.date() if isinstance(end, datetime) else end
        days = (end - start).days
    elif "DURATION" in event:
        days = event.decoded("DURATION").days
    else:
        days = 1
    if not 0 <= days <= MOST_DAYS:
        raise ValueError("an event of no days, or of more than a year")
    return max(1, days)


def _starts(event: Any, start: date) -> Iterator[date]:
    if "RRULE" not in event:
        yield start
        return
    rule = event["RRULE"]
    rule = rule[0] if isinstance(rule, list) else rule
    if rule.get("FREQ", [""])[0] not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise ValueError("a series of hours or minutes")
    begin = datetime.combine(start, datetime.min.time())
    text = rule.to_ical().decode().replace("Z", "")
    for moment in rrulestr(text, dtstart=begin):
        yield moment.date()
