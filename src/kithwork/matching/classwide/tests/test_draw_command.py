"""`kithwork draw`, as a teacher at a terminal meets it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kithwork.cli_draw import draw as command
from kithwork.matching.classwide import PALS, draw, for_today, violations
from kithwork.matching.classwide.files import class_json, draw_json, read_draw

from .classes import ranked

app = typer.Typer()
app.command()(command)


def ask(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def sheet(tmp_path):
    lines = ["student,score,apart_from"]
    lines += [f"{name},{100 - number}," for number, name in enumerate("ABCDEFGH")]
    lines[1] = "A,100,E"
    (tmp_path / "class.csv").write_text("\n".join(lines))
    return tmp_path / "class.csv"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_class_list_in_pairs_and_teams_out(sheet):
    answer = ask(sheet, "--teams", 2, "--on", "2026-03-02")

    assert answer.exit_code == 0, answer.output
    found = rows(answer.stdout)
    assert [row["student"] for row in found] == ["A", "F", "B", "E", "C", "G", "D", "H"]
    assert sorted(row["team"] for row in found) == list("AAAABBBB")
    assert [row["turn"] for row in found] == ["1", "2"] * 4
    assert sorted(row["seat"] for row in found) == ["moves"] * 4 + ["stays"] * 4
    assert "100" not in answer.stdout


def test_the_same_words_give_the_same_draw_and_the_library_agrees(tmp_path):
    (tmp_path / "class.json").write_bytes(class_json(ranked(24, PALS)))

    answer = ask(tmp_path / "class.json", "--seed", 5, "-o", tmp_path / "draw.json")

    assert answer.stdout == f"12 groups: {tmp_path / 'draw.json'}\n"
    assert read_draw(tmp_path / "draw.json") == draw(ranked(24, PALS), seed=5)


def test_options_overrule_the_file_and_earlier_draws_are_not_repeated(tmp_path):
    (tmp_path / "class.json").write_bytes(class_json(ranked(8, PALS)))
    options = ("--rule", "rotating", "--teams", 0, "--gap", 6, "--no-repeat-days", 30)
    for day in (2, 9, 16):
        past = [
            word for before in range(2, day, 7) for word in ("--past", tmp_path / f"{before}.json")
        ]
        answer = ask(
            tmp_path / "class.json",
            *options,
            *past,
            "--on",
            f"2026-03-{day:02}",
            "-o",
            tmp_path / f"{day}.json",
        )
        assert answer.exit_code == 0, answer.output
        assert answer.stderr == ""

    pairs = [
        frozenset(group.members)
        for day in (2, 9, 16)
        for group in read_draw(tmp_path / f"{day}.json").groups
    ]
    assert len(set(pairs)) == 12
    assert all(abs(int(one) - int(two)) <= 6 for one, two in map(sorted, pairs))
    assert read_draw(tmp_path / "16.json").on == date(2026, 3, 16)


def test_who_is_away_is_left_out_of_a_draw(sheet):
    answer = ask(
        sheet, "--absent", "B", "--absent", "C", "--rule", "neighbours", "--first", "higher"
    )

    assert sorted(row["student"] for row in rows(answer.stdout)) == list("ADEFGH")


def test_a_day_changes_only_what_it_must_and_says_so(tmp_path):
    question = ranked(6)
    (tmp_path / "class.json").write_bytes(class_json(question))
    (tmp_path / "force.json").write_bytes(draw_json(draw(question)))

    answer = ask(
        tmp_path / "class.json", "--for-day", tmp_path / "force.json", "--absent", "1", "--absent", "2",
        "-o", tmp_path / "day.json",
    )  # fmt: skip

    day = for_today(question, draw(question), absent={"1", "2"})
    assert read_draw(tmp_path / "day.json") == day.draw
    assert list(violations(day.question, day.draw)) == []
    assert answer.stderr.splitlines() == [str(change) for change in day.changes]


def test_what_gave_way_and_who_is_left_is_said_beside_the_draw(tmp_path):
    (tmp_path / "c.csv").write_text("student,apart_from,rather_apart\nA,C,B\nB,C,\nC,,\n")

    answer = ask(tmp_path / "c.csv")

    assert answer.exit_code == 0
    assert rows(answer.stdout)[-1] == {
        "group": "", "team": "", "student": "C", "turn": "", "seat": "", "note": "for an adult to place",
    }  # fmt: skip
    assert answer.stderr.splitlines() == [
        "A and B are together, though rather apart was asked for.",
        "C is kept apart from everybody who is here.",
    ]


def test_no_cell_is_run_as_a_formula(tmp_path):
    (tmp_path / "c.csv").write_text('student\n"=1+1"\n@b\n')

    assert [row["student"] for row in rows(ask(tmp_path / "c.csv").stdout)] == ["'=1+1", "'@b"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--absent", "Z"], ["--absent Z: there is no such student in the class."]),
        (["--teams", "1", "--gap", "-2"], ["teams must be 0, or 2 to 6, not 1.", "most_apart must be 0 or more, not -2."]),
        (["-o", "pairs.xlsx"], ["pairs.xlsx: name a file that ends in .csv or .json."]),
        (["-o", "nowhere/pairs.csv"], ["nowhere: there is no such folder to write to."]),
    ],
)  # fmt: skip
def test_faults_are_sentences_and_the_answer_is_2(sheet, words, said):
    answer = ask(sheet, *words)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == said


def test_files_that_do_not_fit_are_refused(sheet, tmp_path):
    (tmp_path / "bad.csv").write_text("name\nA\n")
    (tmp_path / "force.json").write_bytes(draw_json(draw(ranked(2))))
    (tmp_path / "junk.json").write_text(json.dumps({"schema": "other"}))

    for words, said in (
        ((tmp_path / "bad.csv",), "The first line must name the columns"),
        ((tmp_path / "none.csv",), "cannot be read"),
        ((sheet, "--for-day", tmp_path / "force.json"), "1 is not in the class"),
        ((sheet, "--past", tmp_path / "junk.json"), "schema: must be"),
    ):
        answer = ask(*words)
        assert answer.exit_code == 2
        assert said in answer.stderr


def test_a_folder_is_no_place_for_a_draw(sheet, tmp_path):
    (tmp_path / "pairs.csv").mkdir()

    answer = ask(sheet, "-o", tmp_path / "pairs.csv")

    assert answer.exit_code == 2
    assert "cannot be written here" in answer.stderr


def test_the_page_for_teachers_shows_what_the_command_gives(tmp_path):
    page = (Path(__file__).parents[5] / "docs" / "how-to" / "draw-pairs.md").read_text()
    given, shown = (part.split("```")[0] for part in page.split("```csv\n")[1:])
    (tmp_path / "class.csv").write_text(given)

    assert ask(tmp_path / "class.csv", "--teams", 2, "--seed", 3).stdout == shown


def test_the_day_is_today_unless_said(sheet, tmp_path):
    before = date.today()
    ask(sheet, "-o", tmp_path / "draw.json")

    assert before <= read_draw(tmp_path / "draw.json").on <= date.today()
