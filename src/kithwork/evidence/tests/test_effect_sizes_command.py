"""`kithwork effect-sizes`: a table for every file, a sentence for every fault."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kithwork.cli import app
from kithwork.evidence.tests.conformance import SHARED, close, shared, synthetic

HERE = Path(__file__).parent
COLUMNS = "case,outcome,index,est,se_kind,se,ci_low,ci_high,n_a,n_b,options,reasons"
GOOD = "case,outcome,session,phase,value\n" + "".join(
    f"Ana,talks,{n},{'A' if n < 5 else 'B'},{n}\n" for n in range(1, 10)
)


def run(*words: str):
    return CliRunner().invoke(app, ["effect-sizes", *words])


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_long_csv_in_and_rows_out(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text(GOOD)
    done = run(str(path), "--improvement", "increase", "--index", "NAP", "--index", "PND")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == COLUMNS
    rows = table(done.stdout)
    assert [(row["index"], row["se_kind"]) for row in rows] == [
        ("NAP", "unbiased"), ("NAP", "hanley"), ("NAP", "null"), ("PND", ""),
    ]  # fmt: skip
    assert rows[0]["est"] == "1.0"
    assert rows[3]["reasons"] == "no_agreed_se"
    assert (rows[0]["n_a"], rows[0]["n_b"]) == ("4", "5")


def said_wrong(cases: list[dict], rows: list[dict]) -> list[str]:
    """Every expected number that the table does not have, or has otherwise."""
    found = {(row["case"], row["index"], row["se_kind"]): row for row in rows}
    first = {(row["case"], row["index"]): row for row in reversed(rows)}
    said = []
    for case in cases:
        for index, wanted in case["expected"].items():
            if not isinstance(wanted, dict):
                continue
            row = first[case["id"], index]
            low, high = wanted.get("ci") or (None, None)
            held = {"est": wanted["est"], "ci_low": low, "ci_high": high}
            if "se" in wanted:
                held["se"] = wanted["se"]
            said += [
                f"{case['id']} {index} {part}"
                for part, value in held.items()
                if not close(number(row[part]), value)
            ]
            said += [
                f"{case['id']} {index} {part}"
                for part, value in wanted.items()
                if part.startswith("se_")
                and not close(
                    number(found[case["id"], index, part.removeprefix("se_")]["se"]), value
                )
            ]
            if wanted["est"] is None and not row["reasons"]:
                said.append(f"{case['id']} {index}: no reason")
    return said


def number(cell: str | float | None) -> float | None:
    return None if cell in {None, ""} else float(cell)


@pytest.mark.parametrize("name", ["out.csv", "out.json"])
@pytest.mark.parametrize("group", ["cases", "edge_cases"])
def test_every_expected_number_of_the_conformance_file_is_in_the_table(tmp_path, group, name):
    path, out = tmp_path / "cases.json", tmp_path / name
    cases = synthetic()[group]
    path.write_text(json.dumps(cases if group == "edge_cases" else {"cases": cases}))
    assert run(str(path), "-o", str(out)).exit_code == 0
    rows = table(out.read_text()) if name.endswith("csv") else json.loads(out.read_text())
    assert said_wrong(cases, rows) == []


@pytest.mark.shared
def test_every_expected_number_of_the_published_series_is_in_the_table():
    cases = shared("conformance_published.json")["cases"]
    done = run(str(SHARED / "conformance_published.json"))
    assert done.exit_code == 0
    assert said_wrong(cases, table(done.stdout)) == []


@pytest.mark.shared
def test_the_unscored_real_series_make_a_full_table(tmp_path):
    series = shared("unscored_series.json")["series"]
    out = tmp_path / "out.csv"
    done = run(str(SHARED / "unscored_series.json"), "-o", str(out))
    assert done.exit_code == 0, done.stderr
    rows = table(out.read_text())
    assert {row["case"] for row in rows} == {one["id"] for one in series}
    for row in rows:
        for name in ("est", "se", "ci_low", "ci_high"):
            assert row[name].lower() not in {"nan", "inf", "-inf"}
        assert row["est"] or row["reasons"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "Ana,talks,10,B,ten\n", "row 11, column value: 'ten' is not a number."),
        (
            GOOD + "Ana,talks,9,B,4\n",
            "row 11, column session: Session 9 of this case is already in row 10.",
        ),
        ("", "row 1: The file is empty."),
        (
            GOOD + "Ana,talks,10,B,3,5\n",
            "row 11: This row has 6 cells and the header 5. Write decimals with a point",
        ),
        (
            GOOD.replace("value\n", "value,value\n", 1),
            "row 1, column value: The header has 'value' more than once.",
        ),
        (GOOD + "Ana,talks,10,B,1e200\n", "row 11, column value: 1e+200 is too large for a score."),
        ("x" * 140_000 + GOOD, "row 1: This row cannot be read"),
        (
            GOOD.replace(",9\n", ",140\n"),
            "row 10, column value: 140 is not possible on the percentage scale.",
        ),
    ],
)
def test_a_bad_file_is_answered_with_row_and_mend(tmp_path, text, said):
    path = tmp_path / "sessions.csv"
    path.write_text(text)
    done = run(str(path), "--improvement", "increase", "--scale", "percentage")
    assert done.exit_code == 2
    assert said in done.stderr
    told = run(str(path), "--improvement", "increase", "--scale", "percentage", "--json")
    [fault] = json.loads(told.stderr)
    assert set(fault) == {"code", "row", "column", "sentence"}


def test_a_phase_of_one_point_is_told_and_still_counted(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text(
        "case,outcome,session,phase,value\nAna,talks,1,A,1\nAna,talks,2,B,2\nAna,talks,3,B,3\n"
    )
    done = run(str(path), "--improvement", "increase", "--index", "SMD_baseline")
    assert done.exit_code == 0
    assert "Ana, talks: phase A from session 1 (row 2) has one score" in done.stderr
    assert table(done.stdout)[0]["reasons"] == "one_point_phase"


def test_choices_that_cannot_be_are_refused(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text(GOOD)
    assert "no index" in run(str(path), "--improvement", "increase", "--index", "MAP").stderr
    assert "ends in .csv or .json" in run(str(path), "-o", "out.xlsx").stderr
    assert "no such folder" in run(str(path), "-o", str(tmp_path / "none" / "out.csv")).stderr
    (tmp_path / "folder.csv").mkdir()
    full = run(str(path), "--improvement", "increase", "-o", str(tmp_path / "folder.csv"))
    assert (full.exit_code, "folder.csv: cannot be written here" in full.stderr) == (2, True)
    assert run(str(path)).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--minutes", "nan"), "column minutes: nan is not a length. Give a number above zero.\n"),
        (("--goal", "inf"), "column goal: inf is not a number. Write the number.\n"),
        (("--scale", "percent"), "column scale: 'percent' is not a scale."),
    ],
)
def test_an_option_that_cannot_be_is_told_once_and_not_for_each_row(tmp_path, words, said):
    path = tmp_path / "cases.csv"
    path.write_text(GOOD)
    done = CliRunner().invoke(app, ["effect-sizes", str(path), "--improvement", "increase", *words])
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(said)


def test_a_name_that_would_run_in_a_spreadsheet_is_kept_from_it(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text(GOOD.replace("Ana", "=cmd()"))
    done = run(str(path), "--improvement", "increase", "--index", "NAP")
    assert "\n'=cmd(),talks,NAP" in done.stdout
