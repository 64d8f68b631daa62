"""Why this pair: students read nothing they should not, staff read what they need."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.matching.classwide import (
    CWPT,
    CWPT_PASSAGES,
    Left,
    Past,
    Rules,
    Student,
    draw,
    for_today,
    swap,
    why_for_staff,
    why_for_students,
)

from .classes import MONDAY, any_class, ranked
from .test_check import made

NAMES = {
    str(number): name
    for number, name in enumerate(("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus"), 1)
}
TELLING = re.compile(
    r"\d|rank|score|level|measure|high|low|strong|weak|better|best|worst|place |half|apart|lock|adult|allowed",
    re.IGNORECASE,
)


@settings(max_examples=150, derandomize=True)
@given(seed=st.integers(0, 10**6))
def test_what_students_read_carries_no_measure_and_no_reason_of_others(seed):
    question = any_class(seed)
    drawn = draw(question, seed=seed)
    names = dict.fromkeys(question.here, "Kim")
    if drawn.groups:
        day = for_today(question, drawn, absent={drawn.groups[0].members[0]})
        for these, group in [
            *((drawn, g) for g in drawn.groups),
            *((day.draw, g) for g in day.draw.groups),
        ]:
            for one in why_for_students(question, these, group.members[0], names=names):
                assert not TELLING.search(one.sentence.replace("has a place", "")), one.sentence


def test_a_measure_changes_no_word_that_students_read():
    """The same pair drawn from other scores reads the same."""
    drawn = made("1 2")
    one, two = (
        replace(ranked(2), students=(Student("1", score=score), Student("2", score=5)))
        for score in (5, 99)
    )

    assert why_for_students(one, drawn, "2") == why_for_students(two, drawn, "2")


def test_the_words_for_students():
    said = [str(one) for one in why_for_students(ranked(7), draw(ranked(7)), "7", names=NAMES)]

    assert said == [
        "You work with Cleo and Fay.",
        "Partners are made so that everybody teaches and everybody learns.",
        "Partners change, so that you get to work with many people.",
        "Three of you share the turns, so that everybody has a place.",
        "You take turns: each of you does both jobs.",
    ]


def test_whoever_is_in_no_group_has_no_why():
    drawn = made("1 2", left=[Left("3", "No place.")])

    with pytest.raises(ValueError, match="3 is in no group of this draw"):
        why_for_students(ranked(3), drawn, "3")
    with pytest.raises(ValueError, match="3 is in no group of this draw"):
        why_for_staff(ranked(3), drawn, "3")


def staff(question, drawn, student) -> list[str]:
    return [str(one) for one in why_for_staff(question, drawn, student, names=NAMES)]


def test_the_words_for_staff_in_a_rank_split():
    question = ranked(6, do_not_pair=(("1", "4"),))

    assert staff(question, draw(question), "1") == [
        "Rank: Ada 1, Eve 5.",
        "Places 1 and 5 of 6: 4 places apart, half the list is 3.",
        "The plain cut pairs Ada with Dan; they are kept apart.",
        "Ada and Eve have not been together before.",
        "Ada begins: the higher one is heard first.",
    ]
    assert not any("plain cut" in sentence for sentence in staff(question, draw(question), "3"))
    assert staff(question, draw(question), "4")[2] == (
        "The plain cut pairs Ben with Eve; Eve was needed elsewhere, so that others could be placed."
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"past": (Past(("1", "4"), MONDAY - timedelta(days=5)),)},
            "they were together 5 days ago.",
        ),
        ({"rather_apart": (("1", "4"),)}, "they should rather be apart."),
        ({"rules": Rules(most_apart=2)}, "they are further apart than allowed."),
    ],
)
def test_what_stood_against_the_plain_pair(changes, words):
    question = ranked(6).with_changes(**changes)

    said = staff(question, made("1 5", "2 4", "3 6"), "1")

    assert f"The plain cut pairs Ada with Dan; {words}" in said


def test_the_words_for_staff_elsewhere():
    past = (
        Past(("1", "2"), MONDAY - timedelta(days=40)),
        Past(("3", "4"), MONDAY - timedelta(days=4)),
        Past(("5", "6", "7"), MONDAY - timedelta(days=4)),
    )
    question = ranked(7, Rules(rule="rotating", first="either"), locks=(("1", "2"),), past=past)
    drawn = made("1 2", "3 4", "5 6+7").with_changes(seed=8)
    drawn = drawn.with_changes(groups=(replace(drawn.groups[0], is_locked=True), *drawn.groups[1:]))

    assert staff(question, drawn, "2") == [
        "An adult keeps Ada and Ben together.",
        "Rank: Ada 1, Ben 2.",
        "Drawn by lot with seed 8.",
        "Ada and Ben were last together 40 days ago.",
        "Ada begins: by lot, among those who began least (1 times so far).",
    ]
    assert "Cleo and Dan were together 4 days ago, within 28 days." in staff(question, drawn, "3")
    assert "Gus joined a pair; trios so far: 1. Trios go by turns." in staff(question, drawn, "7")
    changed = swap(question, drawn, "3", "5", reason="Noise")
    assert "Changed by hand: Noise" in staff(question, changed.draw, "5")
    assert "Changed by hand: Noise" not in staff(question, changed.draw, "1")
    day = for_today(question, drawn, absent={"3"})
    assert not any("lot with seed" in sentence for sentence in staff(question, day.draw, "1"))


def test_neighbours_and_what_gave_way_are_said_and_who_has_no_measure_yet():
    question = ranked(8, CWPT_PASSAGES, rather_apart=(("1", "4"), ("1", "5"), ("1", "8")))
    students = (*question.students[:3], Student("4"), *question.students[4:])
    question = question.with_changes(students=students)
    drawn = made("1 4:A", "2 3:B", "5 8:A", "6 7:B")

    said = staff(question, drawn, "4")

    assert "Rank: Ada 1, Dan none yet." in said
    assert "Places 1 and 5 of the class: close to each other." in said
    assert "Ada and Dan are together, though rather apart was asked for." in said


def test_a_class_without_measures_has_no_places_to_tell():
    students = tuple(Student(str(number)) for number in range(1, 5))
    question = replace(ranked(1, CWPT), students=students)

    assert not any("Rank" in one for one in staff(question, draw(question), "1"))
    three = replace(ranked(1, Rules(rule="triads")), students=students[:3])
    assert [one.code for one in why_for_staff(three, draw(three), "1")] == [
        "new",
        "new",
        "new",
        "first",
    ]
