"""The shared real files, against counts made here without our reader."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from kithwork.apps.integrations.bells.read import read_bells
from kithwork.apps.integrations.files.archive import open_upload
from kithwork.apps.integrations.roster.read import read_roster
from kithwork.apps.integrations.tests.packages import TODAY

ROOT = Path(__file__).resolve().parents[5]
SHARED = Path(os.environ.get("KITHWORK_SHARED") or ROOT.parent / "shared")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "rosters").is_dir(),
        reason="THE SHARED ROSTERS WERE NOT FOUND: set KITHWORK_SHARED to the folder that holds rosters/",
    ),
]


def rows(path):
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_school_data_sync_v1_of_a_hundred_users():
    folder = SHARED / "rosters/sds-100-users"
    found = read_roster(open_upload(folder), today=TODAY)
    counts = found.roster.counts()

    assert counts["schools"] == len(rows(folder / "School.csv")) == 2
    assert counts["sections"] == len(rows(folder / "Section.csv")) == 28
    assert counts["students"] == len(rows(folder / "Student.csv")) == 86
    assert counts["staff"] == len(rows(folder / "Teacher.csv")) == 12
    assert counts["enrolments"] == len(rows(folder / "StudentEnrollment.csv")) == 602
    assert counts["teachings"] == len(rows(folder / "TeacherRoster.csv")) == 28
    assert counts["terms"] == len({r["Term SIS ID"] for r in rows(folder / "Section.csv")}) == 1
    assert not found.faults
    by_id = {s.source_id: s for s in found.roster.students}
    for row in rows(folder / "Student.csv"):
        assert by_id[row["SIS ID"]].last_name == row["Last Name"]
        assert by_id[row["SIS ID"]].grade == row["Grade"].zfill(2)
    no_secret_of(folder, found.roster, ["Password", "Birthdate", "Username"])


def test_school_data_sync_v21():
    folder = SHARED / "rosters/sds-v2.1"
    found = read_roster(open_upload(folder), today=TODAY)
    counts = found.roster.counts()
    roles = rows(folder / "roles.csv")
    enrolled = [r["role"] for r in rows(folder / "enrollments.csv")]

    assert counts["orgs"] == len(rows(folder / "orgs.csv")) == 4
    assert (
        counts["students"]
        == len({r["userSourcedId"] for r in roles if r["role"] == "student"})
        == 4
    )
    assert (
        counts["staff"] == len({r["userSourcedId"] for r in roles if r["role"] != "student"}) == 2
    )
    assert counts["sections"] == len(rows(folder / "classes.csv")) == 2
    assert counts["enrolments"] == enrolled.count("student") == 4
    assert counts["enrolments"] + counts["teachings"] == len(enrolled) == 6
    assert counts["guardianships"] == len(rows(folder / "relationships.csv")) == 3
    people = {
        s.source_id for s in [*found.roster.students, *found.roster.staff, *found.roster.guardians]
    }
    assert people == {r["sourcedId"] for r in rows(folder / "users.csv")}
    dropped = {d.file for d in found.roster.dropped if not d.column}
    assert dropped == {"demographics.csv", "userFlags.csv"}
    assert "iep" not in repr(found.roster.students).lower()
    no_secret_of(folder, found.roster, [])


def no_secret_of(folder, roster, columns):
    text = repr(roster)
    assert "P@ss" not in text
    for path in folder.glob("*.csv"):
        for row in rows(path):
            for column in columns:
                value = row.get(column) or ""
                assert len(value) < 6 or value not in text, (path.name, column, value)


def test_the_bells_of_a_high_school():
    found = read_bells(open_upload(SHARED / "rosters/bells-shs/schedules.json"))

    assert [(d.name, len(d.slots)) for d in found.day_types] == [
        ("Regular", 11),
        ("Two hour delay", 10),
        ("Homeroom", 11),
    ]
    assert [f.code for f in found.faults] == ["no-end", "no-end"]  # the warning bells
