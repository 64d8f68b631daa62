"""A class and a draw as files: what is written can be read, and every fault has its place and its mend."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.matching.classwide import (
    BadProblem,
    ClassQuestion,
    Past,
    Rules,
    Student,
    draw,
    faults_of,
)
from kithwork.matching.classwide.files import (
    class_from,
    class_from_csv,
    class_json,
    draw_from,
    draw_json,
    read_class,
    read_draw,
)

from .classes import MONDAY, any_class, ranked


@settings(max_examples=40, derandomize=True)
@given(seed=st.integers(0, 10**6))
def test_what_is_written_is_read_again(seed):
    question = any_class(seed)
    drawn = draw(question, seed=seed)

    assert class_from(class_json(question)) == question
    assert draw_from(draw_json(drawn)) == drawn


def faults(read, *given, **more) -> list[str]:
    with pytest.raises(BadProblem) as bad:
        read(*given, **more)
    return bad.value.faults


def test_every_fault_of_a_class_is_said():
    body = json.loads(class_json(ranked(3)))
    body["students"][0]["rank"] = "first"
    body["students"][1].pop("id")
    body["on"] = "Monday"
    body["locks"] = 3
    body["do_not_pair"] = [["1", "2", "3"]]

    assert faults(class_from, json.dumps(body)) == [
        "students, row 1, rank must be a whole number.",
        "students, row 2, id is missing.",
        "on must be a date such as 2026-03-02.",
        "do_not_pair, row 1 has too many entries.",
        "locks must be a list.",
    ]
    assert faults(class_from, "[]") == ["The file must be an object."]
    assert faults(class_from, '{"schema": "other/1"}') == [
        "schema: must be \"kithwork-class/1\", not 'other/1'."
    ]
    assert faults(class_from, "{")[0].startswith("The file cannot be read")
    assert faults(draw_from, "[" * 5000)[0].startswith("The file cannot be read")


@settings(max_examples=200, derandomize=True)
@given(junk=st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
                         lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)),
       key=st.sampled_from(["students", "on", "rules", "do_not_pair", "locks", "past", "name", "schema"]))  # fmt: skip
def test_junk_is_refused_in_sentences_or_makes_a_class_that_can_be_drawn(junk, key):
    body = json.loads(class_json(ranked(4)))
    body[key] = junk
    try:
        question = class_from(json.dumps(body))
    except BadProblem as bad:
        assert bad.faults
        assert all(one.strip() for one in bad.faults)
    else:
        draw(question)


# ------------------------------------------------------------ what cannot be drawn


def one_of(**changes) -> ClassQuestion:
    return ranked(4).with_changes(**changes)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (ranked(61), "The class has 61 students; one draw takes at most 60."),
        (
            one_of(students=(Student("a"), Student("a"))),
            "Student 'a' is in the class 2 times. Keep one.",
        ),
        (one_of(students=(Student(""),)), "A student has no id."),
        (one_of(students=(Student("a", rank=0),)), "has rank 0; ranks begin at 1"),
        (one_of(students=(Student("a", score=float("nan")),)), "has a score that is not a number"),
        (one_of(students=(Student("a", level=float("inf")),)), "has a level that is not a number"),
        (one_of(rules=Rules(rule="by_height")), "rule must be one of rank_split"),
        (one_of(rules=Rules(deal="cards")), "deal must be one of snake"),
        (one_of(rules=Rules(first="last")), "first must be one of higher, either"),
        (one_of(rules=Rules(by="height")), "by must be one of rank, score, level, not 'height'."),
        (one_of(rules=Rules(teams=1)), "teams must be 0, or 2 to 6, not 1."),
        (one_of(rules=Rules(teams=7)), "teams must be 0, or 2 to 6, not 7."),
        (one_of(rules=Rules(rule="rotating", slack=2)), "slack is for rank_split only"),
        (one_of(rules=Rules(slack=-1)), "slack must be 0 to 1000, not -1."),
        (one_of(rules=Rules(most_apart=-1)), "most_apart must be 0 or more, not -1."),
        (one_of(rules=Rules(most_apart=float("nan"))), "most_apart must be 0 or more, not nan."),
        (one_of(rules=Rules(no_repeat_days=-3)), "no_repeat_days must be 0 to 1000, not -3."),
        (one_of(rules=Rules(team_gap_pct=101)), "team_gap_pct must be 0 to 100, not 101."),
        (
            one_of(do_not_pair=(("1", "9"),)),
            "do_not_pair, row 1: there is no student '9' in the class.",
        ),
        (
            one_of(rather_apart=(("1", "1"),)),
            "rather_apart, row 1: names '1' twice. Name two students.",
        ),
        (one_of(locks=(("1",),)), "locks, row 1: must be two or three different students."),
        (one_of(locks=(("1", "9"),)), "locks, row 1: there is no student '9' in the class."),
        (
            one_of(locks=(("1", "2"),), do_not_pair=(("2", "1"),)),
            "'1' and '2' are on the do-not-pair list",
        ),
        (one_of(locks=(("1", "2"), ("2", "3"))), "Student '2' is in 2 locks. Keep one."),
        (
            one_of(past=(Past(("1",), MONDAY),)),
            "past, row 1: must be two or three different students.",
        ),
    ],
)
def test_a_question_that_cannot_be_drawn_says_what_to_mend(question, words):
    said = list(faults_of(question))

    assert len(said) == 1
    assert words in said[0]
    assert faults(draw, question) == said


def test_a_student_who_left_may_stand_in_the_past():
    drawn = draw(ranked(4, past=(Past(("1", "gone"), MONDAY - timedelta(days=3)),)))

    assert drawn.relaxed == ()


# ------------------------------------------------------------ CSV

SHEET = """\
Student,Score,apart_from,Rather_Apart,together,here
Ada,12.5,Ben;Cleo,,,
Ben,11,,Dan,blue,yes
Cleo,,,,blue,
Dan,9,,,,no
"""


def test_a_class_list_is_read():
    question = class_from_csv(SHEET, on=MONDAY)

    assert question.students == (
        Student("Ada", score=12.5),
        Student("Ben", score=11),
        Student("Cleo"),
        Student("Dan", score=9, is_here=False),
    )
    assert question.do_not_pair == (("Ada", "Ben"), ("Ada", "Cleo"))
    assert question.rather_apart == (("Ben", "Dan"),)
    assert question.locks == (("Ben", "Cleo"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["The first line must name the columns, one of them student. Known: student, rank, score, level, here, apart_from, rather_apart, together."]),
        ("student,aprat_from\na,b\n", ["Column 'aprat_from' is not known. Leave it out, or name it one of student, rank, score, level, here, apart_from, rather_apart, together."]),
        ("student,score,score\na,1,2\n", ["Column 'score' is there 2 times. Keep one."] * 2),
        (
            "student,score,rank,here\na,12%,1.5,maybe\nb,inf,x,\n",
            [
                "Line 2: rank '1.5' is not a whole number.",
                "Line 2: score '12%' is not a number; leave it empty where there is none.",
                "Line 2: here 'maybe' must be yes or no.",
                "Line 3: rank 'x' is not a number; leave it empty where there is none.",
                "Line 3: score 'inf' is not a number; leave it empty where there is none.",
            ],
        ),
        ("student\na,b\n", ["Line 2: has more cells than the first line has columns."]),
        ("student,apart_from\na,b\n", ["do_not_pair, row 1: there is no student 'b' in the class."]),
    ],
)  # fmt: skip
def test_every_fault_of_a_class_list_is_said(text, said):
    assert faults(class_from_csv, text, on=MONDAY) == said


def test_a_cell_larger_than_a_cell_can_be_is_refused():
    assert faults(class_from_csv, "student\n" + "x" * 200_000, on=MONDAY)[0].startswith(
        "The file is not a CSV"
    )


def test_files_are_read_by_their_ending(tmp_path):
    (tmp_path / "class.CSV").write_text(SHEET, encoding="utf-8-sig")
    (tmp_path / "class.json").write_bytes(class_json(ranked(3)))
    (tmp_path / "draw.json").write_bytes(draw_json(draw(ranked(3))))

    assert read_class(tmp_path / "class.CSV", on=MONDAY) == class_from_csv(SHEET, on=MONDAY)
    assert read_class(tmp_path / "class.json", on=MONDAY) == ranked(3)
    assert read_draw(tmp_path / "draw.json") == draw(ranked(3))


def test_files_that_cannot_be_read_are_refused(tmp_path):
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "big.csv").write_bytes(b"x" * 2_000_001)

    assert "cannot be read as UTF-8 text" in faults(read_class, tmp_path / "odd.csv", on=MONDAY)[0]
    assert "is larger than 2 MB" in faults(read_class, tmp_path / "big.csv", on=MONDAY)[0]
    assert "cannot be read" in faults(read_draw, tmp_path / "none.json")[0]
