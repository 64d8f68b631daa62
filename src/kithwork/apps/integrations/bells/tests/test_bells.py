"""Bell schedules: day types, kinds, times nobody has to guess."""

from __future__ import annotations

import json
from datetime import time

import pytest

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.bells.read import clock_time, kind_of, read_bells
from kithwork.apps.integrations.files.archive import open_bytes

CSV = """day_type,label,start,end,kind
Regular,1,8:10 AM,9:00 AM,
Regular,Lunch A,10:55 AM,11:25 AM,
Regular,4,11:20,12:10,
Regular,Club,1:05 PM,1:35 p.m.,other
Two-hour delay,1,610,640,
"""


def bells(text, name="bells.csv"):
    return read_bells(open_bytes(name, text.encode()))


def test_a_table_becomes_day_types_in_order_of_start_with_overlaps():
    found = bells(CSV)

    assert [d.name for d in found.day_types] == ["Regular", "Two-hour delay"]
    assert [(s.label, s.starts_at, s.kind) for s in found.day_types[0].slots] == [
        ("1", time(8, 10), "class"),
        ("Lunch A", time(10, 55), "lunch"),
        ("4", time(11, 20), "class"),
        ("Club", time(13, 5), "other"),
    ]
    assert found.day_types[1].slots[0].starts_at == time(10, 10)
    assert found.day_types[0].is_regular
    assert not found.faults


def test_json_of_named_schedules_reads_numbers_and_words_alike():
    content = {
        "school": {
            "regular_schedule": {
                "periods": [
                    {"name": 1, "start": "07:25", "end": "08:09"},
                    {"name": "Warning", "start": "07:20", "end": None},
                ]
            },
            "two_hour_delay": {"periods": [{"name": "1", "start": "09:25", "end": "09:55"}]},
        }
    }
    found = bells(json.dumps(content), "bells.json")

    assert [(d.name, [s.label for s in d.slots]) for d in found.day_types] == [
        ("Regular", ["1"]),
        ("Two hour delay", ["1"]),
    ]
    assert [f.code for f in found.faults] == ["no-end"]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("07:25", time(7, 25)),
        ("7:25", time(7, 25)),
        ("13:05", time(13, 5)),
        ("1:05 PM", time(13, 5)),
        ("12:05 am", time(0, 5)),
        ("12:05 p.m.", time(12, 5)),
        (445, time(7, 25)),
        ("445", time(7, 25)),
        ("25:00", None),
        ("13:05 PM", None),
        ("noon", None),
        (2000, None),
        (True, None),
        (None, None),
    ],
)
def test_times(value, wanted):
    assert clock_time(value) == wanted


@pytest.mark.parametrize(
    ("label", "kind"),
    [("1", "class"), ("Period 3", "class"), ("A", "class"), ("1A", "class"), ("Lunch B", "lunch"),
     ("Homeroom", "other"), ("Warning Bell", "other"), ("Extra Help", "other")],
)  # fmt: skip
def test_kinds(label, kind):
    assert kind_of(label) == kind


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Regular,1,12:37,1:20,", "ends-first"),
        ("Regular,,8:00,9:00,", "no-label"),
        ("Regular,1,8:00,soon,", "bad-time"),
        ("Regular,1,8:00,9:00,party", "bad-kind"),
        ("Regular,9,8:00,9:00,", "label-twice"),
    ],
)
def test_a_bad_row_is_named_and_the_others_stay(row, code):
    found = bells(f"day_type,label,start,end,kind\nRegular,9,8:00,8:30,\n{row}\n")

    assert [(f.code, f.line) for f in found.faults] == [(code, 3)]
    assert len(found.day_types[0].slots) == 1


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("{", "b.json", "bad-json"),
        ("[" * 50_000, "b.json", "bad-json"),
        ("{}", "b.json", "no-bells"),
        ('{"a": {"periods": [1, 2]}}', "b.json", "no-bells"),
        ("a,b\n1,2\n", "b.csv", "bells-header"),
        ("day_type,label,start,end\nRegular,1,x,y\n", "b.csv", "no-bells"),
    ],
)
def test_what_is_no_schedule_is_refused(text, name, code):
    with pytest.raises(FileRefused) as refused:
        bells(text, name)

    assert refused.value.faults[0].code == code
