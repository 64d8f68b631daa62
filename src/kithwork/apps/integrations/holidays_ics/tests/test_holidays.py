"""Holidays from an .ics file: whole days, within limits."""

from __future__ import annotations

from datetime import date

import pytest

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.holidays_ics.read import Holiday, read_holidays


def event(name, *lines):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{name}", f"SUMMARY:{name}", *lines, "END:VEVENT"])


def holidays(*events):
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""])
    return read_holidays(open_bytes("holidays.ics", text.encode()))


def test_whole_days_with_both_ends_included():
    found = holidays(
        event("Thanksgiving", "DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261128"),
        event("Labor Day", "DTSTART;VALUE=DATE:20260907"),
        event("Break", "DTSTART;VALUE=DATE:20261221", "DURATION:P10D"),
    )

    assert found.days == (
        Holiday(date(2026, 9, 7), date(2026, 9, 7), "Labor Day"),
        Holiday(date(2026, 11, 26), date(2026, 11, 27), "Thanksgiving"),
        Holiday(date(2026, 12, 21), date(2026, 12, 30), "Break"),
    )
    assert not found.faults


def test_events_with_a_time_and_broken_ones_are_counted_and_left_out():
    found = holidays(
        event("Concert", "DTSTART:20261126T180000Z"),
        event("Broken"),
        event("Backwards", "DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261120"),
        event("Labor Day", "DTSTART;VALUE=DATE:20260907"),
    )

    assert [h.name for h in found.days] == ["Labor Day"]
    assert [(f.code, f.words["count"]) for f in found.faults] == [
        ("timed-event", 1),
        ("odd-event", 2),
    ]


def test_a_series_is_followed_no_further_than_400_times():
    short = holidays(
        event("Friday off", "DTSTART;VALUE=DATE:20260904", "RRULE:FREQ=WEEKLY;COUNT=3")
    )
    endless = holidays(event("Every day", "DTSTART;VALUE=DATE:20260904", "RRULE:FREQ=DAILY"))

    assert [h.from_on for h in short.days] == [
        date(2026, 9, 4),
        date(2026, 9, 11),
        date(2026, 9, 18),
    ]
    assert len(endless.days) == 400
    assert [f.code for f in endless.faults] == ["long-series"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hello", "not-a-calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "not-a-calendar"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no-days"),
        (b"x" * (1024 * 1024 + 1), "ics-too-big"),
    ],
)
def test_what_is_no_calendar_is_refused(content, code):
    with pytest.raises(FileRefused) as refused:
        read_holidays(open_bytes("holidays.ics", content))

    assert refused.value.faults[0].code == code


def test_more_than_2000_events_are_refused():
    with pytest.raises(FileRefused, match="2000"):
        holidays(*[event(f"e{i}", "DTSTART;VALUE=DATE:20260904") for i in range(2001)])
