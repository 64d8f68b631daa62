"""`kithwork recordings`: another program's file in, a row for each behaviour and measure, every fault with its row."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kithwork.cli import app

BORIS = (
    "Observation id,Subject,Behavior,Behavior type,Start (s),Stop (s)\n"
    "one,=Ann,talks,STATE,2,8\none,=Ann,talks,STATE,20,30\none,=Ann,away,STATE,50,60\n"
)
COUNTEE = "Session,Key,Start,End,Session duration\none,hits,4,,60\n"
TRACKER = {
    "SessionSettings": {"Session": 3},
    "TimerMain": 60,
    "FrequencyKeyPresses": [{"KeyName": "h", "KeyDescription": "hits", "TimeIntoSession": 4}],
    "DurationKeyPresses": [{"KeyName": "t", "KeyDescription": "talks", "TimeIntoSession": 50}],
}


@pytest.fixture
def run(tmp_path: Path):
    def of(text: str, program: str, *words: str):
        path = tmp_path / "file"
        path.write_text(text)
        return CliRunner().invoke(app, ["recordings", str(path), "--from", program, *words])

    return of


def values(text: str) -> dict[tuple[str, str], str]:
    rows = csv.DictReader(io.StringIO(text))
    return {(row["behavior"], row["measure"]): row["value"] or row["reasons"] for row in rows}


def test_each_behaviour_has_a_row_for_each_measure(run):
    words = (
        "--seconds",
        "60",
        "--hidden",
        "away",
        "--behavior",
        "hits",
        "--interval",
        "10",
        "--cue",
        "5",
    )
    done = run(BORIS, "boris", *words)
    assert done.exit_code == 0, done.stderr
    found = values(done.stdout)
    wanted = {
        "count": "2.0", "rate": "2.4", "duration": "16.0", "percent_duration": "0.32", "mean_bout": "8.0",
        "latency": "15.0", "inter_response_time": "18.0", "partial_interval": "0.4",
        "whole_interval": "0.2", "momentary_interval": "0.2",
    }  # fmt: skip
    assert {name: found["talks", name] for name in wanted} == wanted
    assert (found["hits", "count"], found["hits", "latency"]) == ("0.0", "no_onset")
    assert {behavior for behavior, _ in found} == {"talks", "hits"}
    # A spreadsheet runs no name as a formula.
    assert "one,'=Ann,talks,count,2.0,times,50.0," in done.stdout


def test_the_bouts_are_in_the_json(run, tmp_path):
    out = tmp_path / "out.json"
    done = run(COUNTEE, "countee", "-o", str(out))
    assert (done.exit_code, done.stdout) == (0, f"1 recordings: {out}\n")
    [one] = json.loads(out.read_text())
    assert (one["behavior"], one["recording"]["bouts"]) == ("hits", [[4.0, 4.0]])
    assert [each["index"] for each in one["measures"]][:2] == ["count", "rate"]
    assert json.loads(run(COUNTEE, "countee", "--json").stdout) == [one]


def test_what_the_import_decided_is_said(run):
    done = run(json.dumps(TRACKER), "datatracker", "--subject", "Ann")
    assert done.exit_code == 0
    assert "3, Ann, talks: A bout never ended; it was taken as going on" in done.stderr
    assert values(done.stdout)["talks", "duration"] == "10.0"
    assert "3,Ann,hits,count,1.0" in done.stdout


@pytest.mark.parametrize(
    ("text", "program", "words", "said"),
    [
        ("", "boris", (), "row 1: The file is empty. Export it again."),
        (BORIS.replace("8\n", "x\n"), "boris", ("--seconds", "60"), "row 2, column Stop (s): 'x' is no number."),
        (BORIS, "boris", (), "The file does not say how long the session 'one' was. Give its seconds."),
        (BORIS, "boris", ("--seconds", "0"), "0.0 is no length of a session."),
        (BORIS, "boris", ("--seconds", "60", "--subject", "Ann"), "column subject: The boris file names its subjects itself."),
        (BORIS, "boris", ("--seconds", "60", "--interval", "90"), "An interval of 90.0 s does not fit"),
        (BORIS, "boris", ("--seconds", "60", "--cue", "90"), "A cue at 90.0 lies outside"),
        ("a;b\n1;2\n", "countee", (), "row 1, column key: There is no column 'key'."),
        (COUNTEE.replace("4", "-4"), "countee", (), "row 2, column Start: -4 lies before the session."),
        ("{", "datatracker", (), "row 1: This is no JSON."),
        (json.dumps(TRACKER), "datatracker", ("--behavior", "hits"), "column behavior: DataTracker's file lists its keys"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_with_its_place(run, text, program, words, said):
    done = run(text, program, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert json.loads(run(text, program, *words, "--json").stderr)[0]["code"]


def test_an_output_that_cannot_be_written_is_told(run, tmp_path):
    assert "name a file that ends in .csv or .json" in run(COUNTEE, "countee", "-o", "x.txt").stderr
    (tmp_path / "out.csv").mkdir()
    done = run(COUNTEE, "countee", "-o", str(tmp_path / "out.csv"))
    assert (done.exit_code, "cannot be written here" in done.stderr) == (2, True)
