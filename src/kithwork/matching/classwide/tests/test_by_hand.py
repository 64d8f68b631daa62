"""A person's hand: what an exchange breaks is said at once, and nothing an adult may decide is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.matching.classwide import (
    PALS,
    ByHand,
    Group,
    Left,
    Past,
    Rules,
    draw,
    keeping,
    place,
    redraw,
    swap,
)

from .classes import MONDAY, groups, ranked
from .test_check import made

PLAIN = Rules(rule="rotating")


def test_a_swap_says_every_rule_it_breaks():
    question = ranked(
        8,
        do_not_pair=(("1", "6"),),
        rather_apart=(("2", "5"),),
        past=(Past(("2", "5"), MONDAY - timedelta(days=3)),),
        locks=(("1", "5"),),
    )

    changed = swap(question, draw(question), "5", "6", reason="They asked")

    assert {one.code for one in changed.broken} == {"do_not_pair", "apart", "repeat", "lock"}
    assert {one.code for one in changed.broken if one.is_hard} == {"do_not_pair", "lock"}
    assert changed.draw.by_hand == (ByHand(("5", "6"), "They asked"),)
    assert {one.rule for one in changed.draw.relaxed} == {"apart", "repeat"}
    assert not changed.draw.group_of("2").is_locked


def test_seats_and_the_place_as_third_go_with_the_place():
    drawn = made("1 2", "3 4+5").with_changes(
        groups=(Group(("1", "2"), stayer="1"), Group(("3", "4", "5"), third="5", stayer="5"))
    )

    changed = swap(
        ranked(5, Rules(rule="rotating", first="either")), drawn, "1", "5", reason="Quiet"
    )

    assert changed.draw.groups == (
        Group(("5", "2"), stayer="5"),
        Group(("3", "4", "1"), third="1", stayer="1"),
    )
    higher = swap(ranked(5, PLAIN), drawn, "1", "5", reason="Quiet")
    assert [group.members for group in higher.draw.groups] == [("2", "5"), ("1", "3", "4")]


def test_somebody_left_takes_a_place_and_another_is_left_by_hand():
    drawn = made("1 2", left=[Left("3", "No place.")])

    changed = swap(ranked(3, PLAIN), drawn, "3", "2", reason="Turns")

    assert groups(changed.draw) == {frozenset("13")}
    assert changed.draw.left == (Left("2", "Left by hand: Turns"),)


@pytest.mark.parametrize(
    ("one", "two", "reason", "words"),
    [
        ("1", "3", " ", "Say in a few words why"),
        ("1", "2", "Why not", "Exchange students of two groups: 1 and 2 are not in two"),
        ("5", "6", "Why not", "are not in two"),
        ("1", "9", "Why not", "9 has no place in this draw"),
    ],
)
def test_what_is_no_swap_is_refused_with_the_next_step(one, two, reason, words):
    drawn = made("1 2", "3 4", left=[Left("5", "No place."), Left("6", "No place.")])

    with pytest.raises(ValueError, match=words):
        swap(ranked(6, PLAIN), drawn, one, two, reason=reason)


def test_an_adult_places_whom_the_draw_left():
    drawn = made("1 5:A", "2 6:B", "3 7:B", left=[Left("4", "No place."), Left("8", "No place.")])
    question = ranked(8, PALS, do_not_pair=(("4", "1"),))

    together = place(question, drawn, "8", beside="4", reason="Try")
    assert together.draw.group_of("8") == Group(("4", "8"), "A", stayer="4")
    assert (together.draw.left, together.broken) == ((), ())
    third = place(question, drawn, "4", beside="1", reason="Try")
    assert third.draw.group_of("4") == Group(("1", "4", "5"), "A", third="4")
    assert "do_not_pair" in {one.code for one in third.broken}
    with pytest.raises(ValueError, match="The group of 5 already has three"):
        place(question, third.draw, "8", beside="5", reason="Try")
    for student, beside in (("1", "2"), ("8", "8")):
        with pytest.raises(ValueError, match="is not among those without a group"):
            place(question, drawn, student, beside=beside, reason="Try")
    with pytest.raises(ValueError, match="Say in a few words why"):
        place(question, drawn, "8", beside="4", reason="")


def test_drawing_again_next_week_keeps_some_and_changes_the_others():
    question = ranked(12, PLAIN)
    before = draw(question, seed=1)
    mine = before.group_of("1")

    later = question.with_changes(on=MONDAY + timedelta(days=7))
    again = redraw(later, before, keep=["1"], seed=1)

    assert groups(again) & groups(before) == {frozenset(mine.members)}
    assert again.group_of("1").is_locked
    asked = keeping(later, before, keep=["1"])
    assert asked.past == tuple(Past(g.members, MONDAY + timedelta(days=6)) for g in before.groups)


def test_drawing_again_the_same_day_remembers_no_past_and_locks_nobody_who_is_gone():
    question = ranked(6, PLAIN)
    before = draw(question)
    smaller = question.with_changes(students=question.students[:5])

    asked = keeping(smaller, before, keep=["1", "6"])

    assert asked.past == ()
    assert all("6" not in lock for lock in asked.locks)
    assert keeping(asked, before, keep=["1"]).locks == asked.locks
