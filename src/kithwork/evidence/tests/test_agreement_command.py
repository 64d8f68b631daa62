"""`kithwork agreement`: two files in, a row for each session and index, a sentence for each fault."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from kithwork.cli import app

HEAD = "case,session,interval,count\n"
ONE = HEAD + "Ana,1,1,2\nAna,1,2,3\nAna,1,3,0\nAna,2,1,1\nAna,3,1,1\n"
TWO = HEAD + "Ana,1,1,2\nAna,1,2,1\nAna,1,3,0\nAna,2,1,1\nAna,4,1,1\n"


@pytest.fixture
def run(tmp_path):
    def of(one: str, two: str, *words: str):
        for name, text in (("one.csv", one), ("two.csv", two)):
            (tmp_path / name).write_text(text)
        paths = [str(tmp_path / "one.csv"), str(tmp_path / "two.csv")]
        return CliRunner().invoke(app, ["agreement", *paths, *words])

    return of


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_session_both_scored_has_a_row_for_each_index(run):
    done = run(ONE, TWO)
    assert done.exit_code == 0
    rows = {(row["session"], row["index"]): row for row in table(done.stdout)}
    assert rows["1", "total_count"]["agreement"] == "0.6"
    assert rows["1", "exact_count_per_interval"]["agreement"] == repr(2 / 3)
    assert rows["2", "unscored_interval"]["reasons"] == "nothing_to_compare"
    assert {session for session, _ in rows} == {"1", "2"}
    assert "Session 3 of Ana was scored by the first observer only" in done.stderr
    assert "Session 4 of Ana was scored by the second observer only" in done.stderr
    assert (
        "Ana, total_count: mean 80.0%, from 60.0% to 100.0%, in 2 sessions; "
        "2 of 4 sessions scored twice (50.0%)." in done.stderr
    )
    assert "interval_by_interval: Most intervals were scored" in done.stderr


def test_an_interval_one_left_empty_is_left_out_for_both(run):
    done = run(
        HEAD + "Ana,1,1,\nAna,1,2,1\n",
        HEAD + "Ana,1,1,5\nAna,1,2,1\n",
        "--method",
        "total_count",
        "--json",
    )
    [row] = json.loads(done.stdout)
    assert (row["agreement"], row["n"]) == (1.0, 1)


def test_bouts_are_compared_by_length_and_by_time(run, tmp_path):
    one = "session,onset,offset\n1,0,10\n1,30,50\n"
    two = "session,onset,offset\n1,1,11\n1,40,60\n"
    out = tmp_path / "out.csv"
    done = run(one, two, "--tolerance", "1", "-o", str(out))
    assert done.exit_code == 0
    rows = {row["index"]: row["agreement"] for row in table(out.read_text())}
    assert rows == {
        "total_duration": "1.0",
        "mean_duration_per_occurrence": "1.0",
        "time_window": repr(1 / 3),
    }


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ("", "row 1: The file is empty."),
        (HEAD, "row 2: The file has a header but no row."),
        ("case,session\nAna,1\n", "row 1: The header needs session, interval, count"),
        (HEAD + "Ana,1,1,two\n", "row 2, column count: 'two' is not zero or a number above."),
        (HEAD + "Ana,1,1,-1\n", "row 2, column count: '-1' is not zero"),
        (HEAD + "Ana,x,1,1\n", "row 2, column session: 'x' is not zero"),
        (
            HEAD + "Ana,1,1,1\nAna,1,1,2\n",
            "row 3, column interval: Interval 1 of session 1 is there twice.",
        ),
        ("session,onset,offset\n1,9,5\n", "row 2, column offset: This bout ends at 5, before 9."),
        ("session,onset,offset\n1,9,9\n", "One file has intervals and the other has bouts."),
        (HEAD.replace("session", "case"), "row 1: The header needs session, interval, count"),
        (
            "case,session,interval,count,count\n",
            "row 1, column count: The header has 'count' more than once.",
        ),
        (
            HEAD + "Ana,1,1,1,5\n",
            "row 2: This row has 5 cells and the header 4. Write decimals with a point",
        ),
        (HEAD + "Ana,1,1,1_0\n", "row 2, column count: '1_0' is not zero"),
        (HEAD + "Ana,1,1,1e16\n", "row 2, column count: '1e16' is not zero"),
        (HEAD + "Ana,1,1,nan\n" + "x" * 140_000, "row 3: This row cannot be read"),
        ("session,interval,count\n1,1,1\n", "row 1, column case: One file has a column 'case'"),
    ],
)
def test_a_bad_file_is_answered_with_row_and_mend(run, one, said):
    done = run(one, TWO)
    assert done.exit_code == 2
    assert said in done.stderr


def test_faults_come_as_json_with_their_file(run, tmp_path):
    done = run(HEAD + "Ana,1,1,two\n", TWO, "--json")
    [fault] = json.loads(done.stderr)
    assert (fault["row"], fault["column"], fault["code"]) == (2, "count", "not_a_number")
    assert fault["file"].endswith("one.csv")


def test_a_method_that_does_not_fit_is_refused(run):
    done = run(ONE, TWO, "--method", "total_duration")
    assert (done.exit_code, "does not fit" in done.stderr) == (2, True)


def test_nothing_in_common_is_said(run):
    done = run(HEAD + "\nAna,1,1,1\n", HEAD + "Ana,2,1,1\n", "--method", "scored_interval")
    assert done.exit_code == 0 and table(done.stdout) == []
    both = run(HEAD + "Ana,1,1,0\n", HEAD + "Ana,1,1,0\n", "--method", "scored_interval")
    assert (
        "Ana, scored_interval: not defined in any session; 1 of 1 session scored twice (100.0%)."
        in both.stderr
    )


SPREAD = "case;outcome;phase;session;interval;value\n"


def test_each_case_and_phase_is_summed_up_with_how_much_was_scored_twice(run):
    one = SPREAD + "Ana;talks;A;1;1;1\nAna;talks;A;2;1;1\nAna;talks;B;3;1;2\n"
    two = SPREAD + "Ana;talks;A;1;1;1\nAna;talks;B;3;1;4\n"
    done = run(one, two, "--method", "total_count", "--method", "total_count")
    assert [(row["phase"], row["agreement"]) for row in table(done.stdout)] == [
        ("A", "1.0"),
        ("B", "0.5"),
    ]
    assert done.stderr.splitlines() == [
        "Session 2 of Ana, talks, A was scored by the first observer only, so it is not compared.",
        "Ana, talks, A, total_count: mean 100.0%, from 100.0% to 100.0%, in 1 session; "
        "1 of 2 sessions scored twice (50.0%).",
        "Ana, talks, B, total_count: mean 50.0%, from 50.0% to 50.0%, in 1 session; "
        "1 of 1 session scored twice (100.0%).",
    ]


def test_an_interval_only_one_scored_is_named(run):
    done = run(HEAD + "Ana,1,1,1\nAna,1,2,NA\nAna,1,3,1\n", HEAD + "Ana,1,1,1\nAna,1,2,1\n")
    assert "Session 1 of Ana: not scored by both and left out: interval 2, 3." in done.stderr


def test_a_session_watched_without_a_bout_is_compared(run):
    head = "session,onset,offset\n"
    done = run(head + "1,,\n2,0,5\n", head + "1,,\n2,,\n")
    rows = {(row["session"], row["index"]): row["agreement"] for row in table(done.stdout)}
    assert rows["1", "total_duration"] == rows["1", "time_window"] == "1.0"
    assert rows["2", "total_duration"] == "0.0"
    assert run(head + ",,\nx,,\n", head + "1,,\n").exit_code == 2


def test_decimals_as_they_are_written_decide_the_window(run):
    head = "session,onset,offset\n"
    done = run(
        head + "1,3.4,4\n",
        head + "1,3.5,4\n",
        "--method",
        "time_window",
        "--tolerance",
        "0.1",
        "--json",
    )
    [row] = json.loads(done.stdout)
    assert (row["agreement"], row["options"]) == (1.0, {"tolerance": 0.1})
    assert row["details"]["matched"] == [[3.4, 3.5]]


def test_on_a_screen_both_tables_are_drawn(run, monkeypatch):
    monkeypatch.setattr("kithwork.cli_agreement._on_screen", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    done = run(
        ONE,
        TWO,
        "--method",
        "total_count",
        "--method",
        "unscored_interval",
        "--method",
        "interval_by_interval",
    )
    assert done.exit_code == 0
    for words in (
        "Each session",
        "Each case and phase",
        "60.0%",
        "not defined",
        "2 of 4 (50.0%)",
        "Most intervals",
    ):
        assert words in done.stdout


def test_an_output_that_cannot_be_written_is_refused(run, tmp_path):
    def refused(name: str) -> str:
        done = run(ONE, TWO, "-o", str(tmp_path / name))
        assert done.exit_code == 2
        return done.stderr

    assert "name a file that ends in .csv or .json" in refused("out.xlsx")
    assert "there is no such folder to write to" in refused("none/out.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "folder.csv: cannot be written here" in refused("folder.csv")
    done = run(ONE, TWO, "-o", str(tmp_path / "out.json"))
    assert "12 rows" in done.stdout
    assert len(json.loads((tmp_path / "out.json").read_text())) == 12
