"""The judge by itself: each rule broken by hand, one sentence each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kithwork.matching.classwide import (
    CWPT,
    PALS,
    Draw,
    Group,
    Left,
    Past,
    Rules,
    Student,
    draw,
    violations,
)

from .classes import MONDAY, ranked


def made(*groups: str, left=(), **more) -> Draw:
    """A draw by hand: "1 2", "3 4:A" for team A, "5 6+7" where 7 joined as third."""
    found = []
    for words in groups:
        members, _, team = words.partition(":")
        third = members.partition("+")[2].split(" ")[0]
        found.append(Group(tuple(members.replace("+", " ").split()), team, third))
    return Draw(tuple(found), MONDAY, 1, tuple(left), **more)


def codes(question, drawn) -> list[str]:
    return [one.code for one in violations(question, drawn)]


PLAIN = Rules(rule="rotating")


@pytest.mark.parametrize(
    ("question", "drawn", "code", "words"),
    [
        (ranked(2, PLAIN), made("1 2", "x y"), "unknown", "x is not in this class."),
        (ranked(4, PLAIN).without({"4"}), made("1 2", "3 4"), "away", "4 is away and cannot be in a group."),
        (ranked(4, PLAIN), made("1 2", "3 4", "1 3"), "twice", "1 has 2 places instead of one."),
        (ranked(4, PLAIN), made("1 2"), "missing", "3 is here and has no place."),
        (ranked(3, PLAIN), made("1 2", left=[Left("3", "")]), "no_reason", "3 is left without a reason."),
        (ranked(4, PLAIN), made("1 2 3 4"), "size", "a group is two or three, not 4"),
        (ranked(1, PLAIN), made("1"), "size", "1: a group is two or three, not 1."),
        (ranked(2, PLAIN), made("1 2+"), None, ""),
        (ranked(2, PLAIN, do_not_pair=(("2", "1"),)), made("1 2"), "do_not_pair", "must never be in one group"),
        (ranked(2, PLAIN, rather_apart=(("2", "1"),)), made("1 2"), "apart", "should rather be apart"),
        (ranked(4, PLAIN, locks=(("1", "2"),)), made("1 3", "2 4"), "lock", "1 and 2 were to stay together."),
        (ranked(2, PLAIN), made("2 1"), "first", "the higher should have the first turn"),
        (ranked(6, PLAIN), made("1 2 3", "4 5 6"), "trio", "There are 2 trios, more than the number asks for."),
        (ranked(6, Rules(rule="triads")), made("1 2", "3 4", "5 6"), "trio", "There are 0 trios; there should be 2."),
        (ranked(4, PLAIN), made("1 2:A", "3 4:B"), "teams", "This practice has no teams."),
        (ranked(4, PALS), made("1 3:A", "2 4"), "teams", "Not every group is in one of 2 teams."),
        (ranked(8, PALS), made("1 5:A", "2 6:A", "3 7:A", "4 8:B"), "team_size", "The teams have 6 and 2 students."),
        (ranked(8, CWPT), made("1 2:A", "3 4:A", "5 6:B", "7 8:B"), "balance", "57 % of the class's range apart"),
        (ranked(4), made("1 2", "3 4"), "gap", "1 and 2 are 1 places apart; it should be about 2."),
        (ranked(4, Rules(slack=9)), made("1 4", "2 3"), "gap", "1 and 4 are 3 places apart"),
        (ranked(12), made("1 12", "2 7", "3 8", "4 9", "5 10", "6 11"), "gap", "1 and 12 are 11 places apart"),
        (ranked(3, Rules(rule="rotating", most_apart=1)), made("1 2+3"), "gap", "further apart than the 1 allowed"),
    ],
)  # fmt: skip
def test_each_broken_rule_is_said(question, drawn, code, words):
    said = list(violations(question, drawn))

    if code is None:
        assert said == []
    else:
        assert words in str(next(one for one in said if one.code == code))
        hard = {"unknown", "away", "twice", "missing", "size", "do_not_pair", "lock", "seats"}
        assert all(one.is_hard == (one.code in hard) for one in said)


def test_a_repeat_inside_the_window_is_said_and_one_outside_is_not():
    past = tuple(Past(("1", "2"), MONDAY - timedelta(days=days)) for days in (40, 28))
    question = ranked(2, PLAIN, past=past)

    assert "1 and 2 were together 28 days ago" in str(next(violations(question, made("1 2"))))
    assert codes(question.with_changes(past=past[:1]), made("1 2")) == []
    assert codes(question.with_changes(rules=replace(PLAIN, no_repeat_days=0)), made("1 2")) == []


def test_turns_and_seats_name_members_only():
    odd = made("1 2").with_changes(groups=(Group(("1", "2"), stayer="9"),))

    assert codes(ranked(2, PLAIN), odd) == ["seats"]


def test_a_locked_group_may_repeat_and_stand_anywhere():
    question = ranked(
        6, locks=(("1", "2"),), past=(Past(("1", "2"), MONDAY),), rather_apart=(("1", "2"),)
    )

    assert codes(question, made("1 2", "3 5", "4 6")) == []


def test_a_lock_of_whom_one_is_away_binds_nobody():
    question = ranked(5, PLAIN, locks=(("1", "2"), ("3", "4", "5"))).without({"2", "3"})

    assert codes(question, made("1 4 5")) == []
    assert codes(question.with_changes(rules=Rules()), made("1 4 5")) == []


def test_a_day_is_not_judged_by_places_teams_and_repeats():
    question = ranked(4, PALS, past=(Past(("1", "2"), MONDAY),))
    drawn = made("1 2", "3 4")

    assert codes(question, drawn) != []
    assert codes(question, drawn.with_changes(is_for_day=True)) == []


def test_without_measures_there_is_nothing_to_balance_and_the_list_is_the_order():
    students = tuple(Student(name) for name in "abcd")
    question = replace(ranked(1, PALS), students=students)

    drawn = draw(question)

    assert list(violations(question, drawn)) == []
    assert [group.members for group in drawn.groups] == [("a", "c"), ("b", "d")]


def test_new_students_stand_in_the_middle():
    students = (Student("new"), *(Student(str(n), score=-n) for n in range(1, 6)))
    question = replace(ranked(1), students=students)

    assert [group.members for group in draw(question).groups] == [
        ("1", "new"),
        ("2", "4"),
        ("3", "5"),
    ]
    assert list(violations(question, draw(question))) == []


@pytest.mark.parametrize(("by", "first"), [("", "a"), ("score", "b"), ("level", "c")])
def test_the_measure_that_orders_the_class_may_be_chosen(by, first):
    students = (
        Student("a", rank=1, score=1, level=1),
        Student("b", rank=2, score=9, level=2),
        Student("c", rank=3, score=5, level=9),
        Student("d", rank=4, score=4, level=0),
    )
    question = replace(ranked(1, Rules(by=by)), students=students)

    drawn = draw(question)

    assert drawn.groups[0].members[0] == first
    assert list(violations(question, drawn)) == []
