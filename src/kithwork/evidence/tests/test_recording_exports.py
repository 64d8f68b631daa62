"""What is written for another program is read back as it was: the same bouts, for any session at all."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.recording import Recording
from kithwork.evidence.recording.exports import (
    SessionOut,
    Watched,
    apart,
    write_boris,
    write_countee,
    write_datatracker,
)
from kithwork.evidence.recording.imports import read_boris, read_countee, read_datatracker

LENGTH = 600.0
ms = st.integers(0, int(LENGTH * 1000)).map(lambda at: at / 1000)


@st.composite
def sessions(draw):
    """Behaviours that were counted, and some that were timed; now and then one that never happened."""
    watched = []
    for place, is_state in enumerate(draw(st.lists(st.booleans(), min_size=1, max_size=5))):
        if is_state:
            times = sorted(draw(st.lists(ms, max_size=12, unique=True)))
            bouts = list(zip(times[::2], times[1::2], strict=False))
        else:
            bouts = [(at, None) for at in draw(st.lists(ms, max_size=12))]
        watched.append(Watched(f"behaviour {place}", Recording(bouts, LENGTH), is_state))
    return SessionOut("17", "student 3", "2026-11-09 11:00:00", LENGTH, watched, "Baseline")


def bouts_of(found):
    return {one.behavior: one.recording.bouts for one in found}


@given(sessions())
def test_boris_and_countee_give_back_every_bout(session):
    happened = {
        each.behavior: each.recording.bouts for each in session.watched if each.recording.bouts
    }
    for write, read in ((write_boris, read_boris), (write_countee, read_countee)):
        text = write([session])
        if not happened:
            with pytest.raises(BadData, match="no row below"):
                read(text)
            continue
        found = read(text)
        assert bouts_of(found) == happened
        assert {(one.observation, one.subject) for one in found} == {("17", "student 3")}
        assert {one.recording.seconds for one in found} == {LENGTH}


@given(sessions())
def test_datatracker_gives_back_what_never_happened_too(session):
    found = read_datatracker(write_datatracker(session), subject="student 3")
    assert bouts_of(found) == {each.behavior: each.recording.bouts for each in session.watched}
    assert {one.observation for one in found} == {"17_Baseline_Primary"}


def test_the_names_are_those_the_programs_use():
    bout = Watched("Together", Recording([(1, 3.5)], 10), is_state=True)
    tap = Watched("Starts", Recording([(2, None)], 10))
    session = SessionOut("4", "", "2026-11-09 11:00:00", 10, [bout, tap])
    (first, second) = csv.DictReader(io.StringIO(write_boris([session])))
    assert (first["Behavior type"], first["Start (s)"], first["Stop (s)"], first["Duration (s)"]) == (
        "STATE", "1.000", "3.500", "2.500",
    )  # fmt: skip
    assert (second["Behavior type"], second["Duration (s)"], second["Subject"]) == (
        "POINT", "NA", "No focal subject",
    )  # fmt: skip
    assert first["Observation type"] == "Live"
    plain = json.loads(write_datatracker(session))
    assert [press["TimeIntoSession"] for press in plain["DurationKeyPresses"]] == [1, 3.5]
    assert plain["TimerMain"] == 10


def test_a_cell_that_a_spreadsheet_would_run_is_text():
    tap = Watched('=HYPERLINK("x")', Recording([(2, None)], 10))
    session = SessionOut("=1+1", "@ann", "2026-11-09", 10, [tap])
    for text in (write_boris([session]), write_countee([session])):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert "'=1+1" in cells
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_several_sessions_stand_in_one_table():
    tap = Watched("Starts", Recording([(2, None)], 10))
    two = [SessionOut(name, "a", "2026-11-09", 10, [tap]) for name in ("1", "2")]
    assert [one.observation for one in read_boris(write_boris(two))] == ["1", "2"]


def test_a_key_that_is_down_cannot_go_down_again():
    assert apart([(0, 5), (3, 9), (9, 10)]) == [(0, 9), (9, 10)]
    timed = Watched("Together", Recording([(0, 5), (3, 9)], 10), is_state=True)
    session = SessionOut("1", "", "2026-11-09", 10, [timed])
    (found,) = read_datatracker(write_datatracker(session))
    assert found.recording.bouts == ((0, 9),)


def test_more_behaviours_than_keys_are_refused():
    many = [Watched(str(place), Recording([], 10)) for place in range(37)]
    with pytest.raises(BadData, match="36 keys"):
        write_datatracker(SessionOut("1", "", "2026-11-09", 10, many))


@given(sessions())
def test_a_remark_stands_where_a_program_takes_it_and_changes_nothing_that_is_read(session):
    said = replace(session, remark="=Taken along")
    happened = any(each.recording.bouts for each in session.watched)
    for write, read, column in (
        (write_boris, read_boris, "Description"), (write_countee, read_countee, "Remark"),
    ):  # fmt: skip
        rows = list(csv.DictReader(io.StringIO(write([said]))))
        assert {row[column] for row in rows} == ({"'=Taken along"} if happened else set())
        if happened:
            assert read(write([said])) == read(write([session]))
    assert json.loads(write_datatracker(said))["Remark"] == "=Taken along"
    assert read_datatracker(write_datatracker(said)) == read_datatracker(write_datatracker(session))
    assert "Remark" not in write_datatracker(session) + write_countee([session])
