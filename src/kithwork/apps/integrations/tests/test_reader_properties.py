"""Whatever the bytes, the readers answer or refuse; and ids come out as they went in."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.bells.read import read_bells
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.holidays_ics.read import read_holidays
from kithwork.apps.integrations.roster.read import read_roster
from kithwork.apps.integrations.roster.values import STANDARD_ID, is_damaged
from kithwork.apps.integrations.roster_sheet.look import look_at
from kithwork.apps.integrations.roster_sheet.mapping import suggested
from kithwork.apps.integrations.roster_sheet.read import read_sheet
from kithwork.apps.integrations.roster_sheet.targets import ROSTER
from kithwork.apps.integrations.tests.packages import CLEAN, TODAY, package, read, zipped

NAMES = st.sampled_from(["r.zip", "r.csv", "r.xlsx", "r.json", "r.ics", "r.txt", "r"])
CELLS = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=12)
IDS = st.from_regex(STANDARD_ID, fullmatch=True).filter(lambda i: not is_damaged(i) and len(i) < 60)


@settings(max_examples=150, deadline=None)
@given(NAMES, st.binary(max_size=600))
def test_no_bytes_make_a_reader_fail_otherwise(name, content):
    for reader in (
        lambda upload: read_roster(upload, today=TODAY),
        read_bells,
        read_holidays,
        lambda upload: look_at(upload, ROSTER),
    ):
        try:
            reader(open_bytes(name, content))
        except FileRefused as refused:
            assert refused.faults
            assert all(fault.sentence for fault in refused.faults)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(CLEAN)), st.integers(1, 12))
def test_no_spoiled_package_makes_the_reader_fail_otherwise(seed, name, times):
    chance = random.Random(seed)
    content = bytearray(CLEAN[name].encode())
    for _ in range(times):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        found = read({**CLEAN, name: bytes(content)})
    except FileRefused as refused:
        assert refused.faults
    else:
        assert all(fault.sentence for fault in found.faults)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_no_spoiled_archive_makes_the_reader_fail_otherwise(seed, times):
    chance = random.Random(seed)
    content = bytearray(zipped(CLEAN))
    for _ in range(times):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        read_roster(open_bytes("roster.zip", bytes(content)), today=TODAY)
    except FileRefused as refused:
        assert refused.faults


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(IDS, IDS), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_ids_are_kept_letter_for_letter(pairs):
    header = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods"
    rows = "".join(f"{own},,,T,,C1,{code},scheduled,,S1,T1,,,\n" for own, code in pairs)
    files = {**CLEAN, "classes.csv": f"{header}\n{rows}"}
    files["enrollments.csv"] = CLEAN["enrollments.csv"].replace("K1", pairs[0][0])
    found = read_roster(package(files), today=TODAY)

    assert [(s.source_id, s.code) for s in found.roster.sections] == list(pairs)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(IDS, CELLS, CELLS), min_size=1, max_size=6, unique_by=lambda row: row[0]))
def test_student_numbers_of_a_list_are_kept_letter_for_letter(rows):
    import csv
    import io

    out = io.StringIO(newline="")
    csv.writer(out).writerows([("Student number", "First name", "Last name"), *rows])
    upload = open_bytes("list.csv", out.getvalue().encode())
    try:
        roster, faults = read_sheet(upload, suggested(look_at(upload, ROSTER)))
    except FileRefused:
        return
    taken = {student.number for student in roster.students}
    assert taken <= {number for number, _, _ in rows}
    noise = sum(
        f.words.get("count", 0)
        for f in faults.listed()
        if f.code in {"page-heading", "total-row", "repeated-heading"}
    )
    assert len(taken) + sum(roster.refused.values()) + noise == len(rows)
