"""`kithwork import-roster`: a dry run unless told, and its three exit statuses."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kithwork import cli, cli_roster
from kithwork.apps.integrations.tests.packages import CLEAN, ENROLLMENTS, ORGS, with_cell, zipped
from kithwork.apps.people.models import Enrolment, RosterImport, Section, Staff, Student
from kithwork.apps.schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def run(cast, tmp_path):
    def run_it(files, *options, name="roster.zip"):
        path = tmp_path / name
        path.write_bytes(files if isinstance(files, bytes) else zipped(files))
        words = ["import-roster", str(path), "--school", str(cast.school.pk), "--json", *options]
        answer = CliRunner().invoke(cli.app, words)
        return answer.exit_code, json.loads(answer.stdout)

    return run_it


def test_a_dry_run_counts_and_touches_nothing(run):
    code, report = run(CLEAN)

    assert code == 0
    assert {t: c["added"] for t, c in report["counts"].items() if c["added"]} == {
        "terms": 1, "sections": 2, "students": 2, "staff": 1, "guardians": 1, "guardianships": 1,
        "enrolments": 2, "teachings": 1,
    }  # fmt: skip
    assert (report["layout"], report["applied"]) == ("oneroster-1.2", False)
    assert not RosterImport.objects.exists()
    assert not Student.objects.filter(source="oneroster").exists()


def test_apply_writes_and_the_second_time_changes_nothing(run, cast):
    code, report = run(CLEAN, "--apply")
    assert (code, report["applied"]) == (0, True)
    assert Student.objects.filter(source="oneroster", school=cast.school).count() == 2

    code, report = run(CLEAN, "--apply")
    changes = [c[k] for c in report["counts"].values() for k in ("added", "changed", "leaving")]
    assert (code, sum(changes)) == (0, 0)


def test_refused_rows_are_status_1_with_their_place(run):
    spoiled = {**CLEAN, "enrollments.csv": with_cell(ENROLLMENTS, "E1", "userSourcedId", "U9")}
    code, report = run(spoiled)

    assert (code, report["refused_rows"], report["counts"]["enrolments"]["refused"]) == (1, 1, 1)
    (problem,) = [p for p in report["problems"] if p["severity"] == "row"]
    assert set(problem) == {"code", "severity", "file", "line", "column", "sentence"}
    assert (problem["file"], problem["line"], problem["column"]) == (
        "enrollments.csv",
        2,
        "userSourcedId",
    )


@pytest.mark.parametrize(
    "files", [b"no zip", {**CLEAN, "orgs.csv": ORGS.replace(",school,", ",state,")}, {"a.csv": "x"}]
)
def test_a_refused_file_is_status_2_and_changes_nothing(run, files):
    code, report = run(files, "--apply")

    assert (code, report["applied"]) == (2, False)
    assert report["problems"][0]["sentence"]
    assert not Section.objects.filter(source="oneroster").exists()


def test_many_leavers_need_their_number(run):
    head = "Student number,Name,Grade\n"
    rows = [f"{i:04d},Kim Lake{i},7\n" for i in range(30)]
    run((head + "".join(rows)).encode(), "--apply", name="list.csv")
    few = (head + "".join(rows[:15])).encode()

    assert run(few, name="list.csv")[0] == 2  # a dry run says what --apply would answer
    assert run(few, "--leaving", "15", name="list.csv")[0] == 0
    assert run(few, "--apply", name="list.csv")[0] == 2
    assert RosterImport.objects.latest("pk").status == "refused"
    assert not Student.objects.filter(source="sheet", closed_on__isnull=False).exists()
    assert run(few, "--apply", "--leaving", "15", name="list.csv")[0] == 0


def test_a_list_in_doubt_needs_its_columns_said(run, tmp_path):
    text = b"Number,Who,Grade,Room no\n1,Ada Moss,7,H2\n"
    assert run(text, name="list.csv")[0] == 2

    columns = tmp_path / "columns.json"
    columns.write_text(
        json.dumps({"header_line": 1, "columns": {"0": "student_number", "1": "full_name"}})
    )
    code, report = run(text, "--columns", str(columns), name="list.csv")
    assert (code, report["counts"]["students"]["added"]) == (0, 1)


def test_an_unknown_school_is_said(cast, tmp_path):
    answer = CliRunner().invoke(cli.app, ["import-roster", str(tmp_path), "--school", "999"])

    assert answer.exit_code == 2
    assert cast.school.name in answer.stdout


def test_every_answer_in_json_has_the_same_parts(run, cast):
    whole, refused = run(CLEAN)[1], run({"orgs.csv": "x"})[1]

    assert set(whole) == set(refused)
    assert (refused["status"], refused["counts"], refused["refused_rows"]) == ("refused", {}, 0)


def test_every_changed_row_can_be_named_by_its_line(run):
    rows = run(CLEAN, "--rows")[1]["rows"]

    assert {"table": "students", "kind": "added", "file": "users.csv", "line": 2,
            "name": "Adaline Moss", "changes": []} in rows  # fmt: skip
    assert {row["table"] for row in rows} >= {"students", "sections", "enrolments", "teachings"}


def test_the_words_for_a_person_name_what_was_never_read(cast, tmp_path):
    path = tmp_path / "roster.zip"
    path.write_bytes(zipped(CLEAN))
    answer = CliRunner().invoke(
        cli.app, ["import-roster", str(path), "--school", str(cast.school.pk)]
    )

    assert "Never read: " in answer.stdout
    assert "users.csv password" in answer.stdout
    assert "Nothing was touched" in answer.stdout


@pytest.mark.shared
def test_a_district_from_school_data_sync(run, cast, shared):
    path = shared / "rosters/sds-100-users"
    words = ["import-roster", str(path), "--school", str(cast.school.pk), "--apply", "--json"]
    answer = CliRunner().invoke(cli.app, words)

    assert answer.exit_code == 0
    counts = json.loads(answer.stdout)["counts"]
    assert [
        counts[t]["added"] for t in ("students", "staff", "sections", "enrolments", "teachings")
    ] == [86, 12, 28, 602, 28]
    own = Student.objects.filter(source="sds")
    assert own.count() == 86
    assert Enrolment.objects.filter(section__source="sds").count() == 602
    assert Staff.objects.filter(source="sds").count() == 12
    other = School.objects.exclude(pk=cast.school.pk).get(source_id="10002")
    assert own.filter(school=other).count() == 26
    assert cli_roster.CLEAN == 0
