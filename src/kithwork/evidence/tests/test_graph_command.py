"""`kithwork graph`: a file in, a figure and its sentence out, every refusal with its place and mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kithwork.cli import app
from kithwork.evidence.tests.conformance import SHARED, shared

HEAD = "case,outcome,session,phase,value\n"
GOOD = HEAD + "".join(
    f"{case},talks,{session},{'A' if session < start else 'B'},{session % 3 + (session >= start) * 4}\n"
    for case, start in (("Ana", 4), ("Ben", 6))
    for session in range(1, 9)
)
UP = ("--improvement", "increase", "--scale", "count")


@pytest.fixture
def study(tmp_path) -> Path:
    path = tmp_path / "study.csv"
    path.write_text(GOOD)
    return path


def run(*arguments: object):
    return CliRunner().invoke(app, ["graph", *map(str, arguments)])


@pytest.mark.parametrize(
    ("ending", "start"),
    [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF-"), ("SVG", b"<svg")],
)
def test_a_study_becomes_a_file(study, tmp_path, ending, start):
    out = tmp_path / f"figure.{ending}"
    done = run(study, "-o", out, *UP)
    assert done.exit_code == 0, done.stderr
    assert out.read_bytes().startswith(start)
    assert "Multiple baseline graph of Ana and Ben." in done.stdout
    assert "Drawn as multiple baseline" in done.stderr
    first = out.read_bytes()
    assert run(study, "-o", out, *UP).exit_code == 0
    assert out.read_bytes() == first


def test_every_wish_has_an_option(tmp_path):
    path, out = tmp_path / "study.csv", tmp_path / "figure.svg"
    path.write_text(
        "case,outcome,session,phase,value,date\n"
        + "".join(
            f"Maya,{outcome},{day + 1},{phase},{day},2026-09-{14 + day:02}\n"
            for outcome in ("talks", "hall", "hits")
            for day, phase in enumerate("ABBCCP")
        )
    )
    done = run(
        path, "-o", out, *UP, "--outcome", "talks", "--case", "Maya", "--kind", "changing_criterion",
        "--criterion", "B=2", "--criterion", "C=4", "--probe", "P", "--probe", "hall", "--title", "At lunch",
        "--order", "name", "--axis", "date", "--aim", "2026-09-15,2:2026-09-30,5", "--label", "A=Before",
        "--line", "mean", "--line", "envelope", "--break", "3..4=trip",
        "--break", "2026-10-16..2026-10-17", "--join-skipped", "--own-y", "--y-title", "Talks at lunch",
        "--baseline", "A", "--minutes", "10", "--intervals", "20", "--goal", "5", "--for-page",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    text = out.read_text()
    for word in ("At lunch", "Before", "Talks at lunch", "trip", "Aim: 5", "g-pr", "Sep 30"):
        assert word in text, word
    assert "fill=" not in text and done.stderr == ""


def test_a_level_and_a_line_are_aims(study, tmp_path):
    out = tmp_path / "figure.svg"
    assert "Aim: 6." in run(study, "-o", out, *UP, "--aim", "6").stdout
    assert (
        "from 1 at session 2 to 9 at session 8"
        in run(study, "-o", out, *UP, "--aim", "2,1:8,9").stdout
    )


def test_other_outcomes_are_told(tmp_path):
    path = tmp_path / "study.csv"
    path.write_text(HEAD + "Ana,talks,1,A,1\nAna,asks,1,A,2\n")
    done = run(path, "-o", tmp_path / "figure.svg", *UP)
    assert "Outcome drawn: talks. The file also has: asks. Choose with --outcome." in done.stderr


def test_words_and_table_as_json(study, tmp_path):
    done = run(study, "-o", tmp_path / "figure.svg", *UP, "--json")
    found = json.loads(done.stdout)
    assert found["kind"] == "multiple_baseline"
    assert found["columns"] == ["Case", "Phase", "Session", "Talks (count)"]
    assert len(found["rows"]) == 16 and found["rows"][0] == ["Ana", "Baseline", 1, 1.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "Ana,talks,9,B,ten\n", "row 18, column value: 'ten' is not a number."),
        (GOOD + "Ana,talks,8,B,4\n", "row 18, column session: Session 8 of this case is already in row 9."),
        (GOOD + "Ana,talks,9,B,-4\n", "row 18, column value: -4 is not possible on the count scale."),
        (GOOD + "Ana,talks,9,B,1e20\n", "row 18, column value: 1e+20 is too large to draw."),
        ("", "row 1: The file is empty."),
    ],
)  # fmt: skip
def test_a_bad_file_is_answered_with_row_and_mend(tmp_path, text, said):
    path = tmp_path / "study.csv"
    path.write_text(text)
    out = tmp_path / "figure.svg"
    done = run(path, "-o", out, *UP)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not out.exists()
    [fault] = json.loads(run(path, "-o", out, *UP, "--json").stderr)
    assert set(fault) == {"code", "row", "column", "sentence"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--aim", "high"), "'high' is not a number."),
        (("--aim", "1,2:3"), "write an aim line as 3,2:20,9"),
        (("--criterion", "B"), "write it as A=B, the phase first."),
        (("--criterion", "B=x"), "'x' is not a number."),
        (("--label", "=x"), "column label"),
        (("--break", "winter"), "write a break as 2026-12-21..2027-01-03"),
        (("--break", "a..b"), "'a' is not a number."),
        (("--axis", "date"), "row 2, column date: Session 1 has no date."),
        (("--outcome", "asks"), "There is no outcome 'asks'. The file has: talks."),
        (("--case", "Zed"), "There is no case 'Zed'. The file has: Ana, Ben."),
        (("--line", "curve"), "'curve' is not one of: mean,"),
        (("--fonts", "/nowhere"), "there is no such folder of fonts."),
        (("--kind", "pie"), "pie"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(study, tmp_path, arguments, said):
    done = run(study, "-o", tmp_path / "figure.svg", *UP, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_place_that_cannot_be_written_is_refused(study, tmp_path):
    assert "ends in .svg, .png or .pdf" in run(study, "-o", tmp_path / "figure.gif", *UP).stderr
    assert "no such folder" in run(study, "-o", tmp_path / "none" / "figure.svg", *UP).stderr
    (tmp_path / "folder.svg").mkdir()
    done = run(study, "-o", tmp_path / "folder.svg", *UP)
    assert done.exit_code == 2 and "cannot be written" in done.stderr


def test_further_fonts_may_be_named(study, tmp_path):
    done = run(study, "-o", tmp_path / "figure.pdf", *UP, "--fonts", tmp_path)
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"A": [1], "B": [2], "sessions_A": ["x"]}, "row 1, column sessions_A[1]: 'x' is not a number."),
        ({"A": [1], "B": [2], "sessions_A": [None]}, "row 1, column sessions_A[1]: A session needs a number."),
        ({"A": [1], "B": [2], "sessions_B": [4, 5]}, "row 1, column sessions_B: sessions_B must be a list of 1"),
        ({"A": [1], "B": [2], "sessions_B": [1]}, "row 1, column sessions_B[1]: Session 1 of this case is there twice."),
        ({"A": [1, 2], "B": [], "sessions_A": [3, 3]}, "Session 3 of this case is there twice."),
        ({"A": [], "B": []}, "row 1, column A: There is no session."),
        ({"A": [1], "B": [1e20]}, "row 1, column value: 1e+20 is too large to draw."),
    ],
)  # fmt: skip
def test_a_bad_json_case_is_answered_with_its_place(tmp_path, case, said):
    path = tmp_path / "study.json"
    path.write_text(json.dumps([{"id": "Ana"} | case]))
    done = run(path, "-o", tmp_path / "figure.svg", "--improvement", "increase")
    assert done.exit_code == 2
    assert said in done.stderr


def test_session_numbers_count_on_from_the_baseline(tmp_path):
    path, out = tmp_path / "study.json", tmp_path / "figure.svg"
    path.write_text(json.dumps([{"id": "Ana", "A": [1, 2], "B": [5], "sessions_A": [7, 8]}]))
    found = json.loads(run(path, "-o", out, "--improvement", "increase", "--json").stdout)
    assert [row[2] for row in found["rows"]] == [7, 8, 9]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("outcome", "names"),
    [
        ("communicative acts to peers per 10 min", ["Sue", "Don", "Jake", "Pete"]),
        ("Initiations", ["Jason", "William", "Shawn"]),
    ],
)
def test_published_multiple_baselines_are_stacked(tmp_path, outcome, names):
    shared("conformance_published.json")
    for ending in ("svg", "png", "pdf"):
        done = run(
            SHARED / "conformance_published.json", "-o", tmp_path / f"x.{ending}", "--outcome", outcome, "--json"
        )  # fmt: skip
        assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kind"] == "multiple_baseline"
    assert list(dict.fromkeys(row[0] for row in found["rows"])) == names
    # One dashed line through all of them.
    assert (tmp_path / "x.svg").read_text().count('class="g-pc"') == 1


@pytest.mark.shared
def test_each_outcome_of_the_unscored_real_series_is_drawn(tmp_path):
    every = shared("unscored_series.json")["series"]
    for study in dict.fromkeys(one["study"] for one in every):
        path = tmp_path / "one.json"
        path.write_text(json.dumps([one for one in every if one["study"] == study]))
        for outcome in dict.fromkeys(one["outcome"] for one in every if one["study"] == study):
            done = run(path, "-o", tmp_path / "x.svg", "--outcome", outcome, "--json")
            assert done.exit_code == 0, (study, outcome, done.stderr)
            words = json.loads(done.stdout)["sentence"]
            assert "nan" not in words and "inf" not in words.lower().replace("information", "")
