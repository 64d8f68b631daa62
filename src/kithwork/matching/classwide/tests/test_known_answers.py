"""Worked examples of the field, and small classes whose answer a person can see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, pairwise

import pytest

from kithwork.matching.classwide import (
    CWPT,
    CWPT_PASSAGES,
    PALS,
    Past,
    Rules,
    Student,
    draw,
    violations,
)
from kithwork.matching.classwide.weighing import default_slack

from .classes import MONDAY, groups, ranked

DAY = timedelta(days=1)


# ------------------------------------------------------------ rank split (P02.3)


@pytest.mark.parametrize("count", [4, 6, 24, 30, 36])
def test_top_of_the_upper_half_works_with_top_of_the_lower(count):
    """24 students: 1-13, 2-14 … 12-24; the distance is the same for all."""
    drawn = draw(ranked(count))

    half = count // 2
    assert [group.members for group in drawn.groups] == [
        (str(place), str(place + half)) for place in range(1, half + 1)
    ]
    assert (drawn.relaxed, drawn.left) == ((), ())


def test_with_an_odd_number_the_last_joins_the_pair_that_stands_nearest():
    students = tuple(
        Student(name, score=score)
        for name, score in zip("abcdefg", (90, 80, 70, 60, 40, 38, 10), strict=True)
    )
    # a-d are 30 apart, b-e 40, c-f 32; g is the last of the lower half.
    drawn = draw(replace(ranked(1), students=students))

    assert [group.members for group in drawn.groups] == [("a", "d", "g"), ("b", "e"), ("c", "f")]
    assert drawn.groups[0].third == "g"


def test_next_time_somebody_else_makes_the_trio():
    question = ranked(7)
    first = draw(question)
    third, hosts = _trio(first)

    again = draw(
        question.with_changes(
            rules=Rules(no_repeat_days=0),
            past=tuple(Past(group.members, MONDAY - 30 * DAY) for group in first.groups),
        )
    )

    assert third not in _trio(again)[1] | {_trio(again)[0]}
    assert not hosts & {_trio(again)[0]}


def _trio(drawn):
    trio = next(group for group in drawn.groups if len(group.members) == 3)
    return trio.third, set(trio.members) - {trio.third}


def test_a_pair_that_may_not_be_costs_its_neighbours_one_place():
    drawn = draw(ranked(24, do_not_pair=(("1", "13"),)))

    moved = [
        group.members
        for group in drawn.groups
        if int(group.members[1]) - int(group.members[0]) != 12
    ]
    assert moved == [("1", "14"), ("2", "13")]


def test_the_highest_never_meets_the_lowest_even_when_asked_to_be_wide():
    near = [(str(one), str(two)) for one in (1,) for two in range(5, 8)]
    question = ranked(8, Rules(slack=9), do_not_pair=tuple(near))

    drawn = draw(question)

    assert [one.rule for one in drawn.relaxed] == ["gap"]
    assert [violation.code for violation in violations(question, drawn)] == ["gap"]
    for half in range(2, 30):
        assert half + default_slack(half) < 2 * half - 1


def test_a_gap_in_the_measure_is_kept_where_it_can_be():
    students = tuple(
        Student(name, score=score) for name, score in zip("abcd", (90, 60, 55, 20), strict=True)
    )
    question = replace(ranked(1, Rules(rule="rotating", most_apart=40)), students=students)

    for seed in range(20):
        assert groups(draw(question, seed=seed)) in (
            {frozenset("ab"), frozenset("cd")},
            {frozenset("ac"), frozenset("bd")},
        )


# ------------------------------------------------------------ teams and lots (P01.3)


@pytest.mark.parametrize("seed", range(8))
def test_snake_teams_part_every_couple_and_every_pair_is_in_one_team(seed):
    drawn = draw(ranked(28, CWPT), seed=seed)

    teams = {name: set(map(int, team)) for name, team in drawn.teams.items()}
    assert {len(team) for team in teams.values()} == {14}
    for high in range(1, 28, 2):
        assert len(teams["A"] & {high, high + 1}) == 1
    for start in range(1, 28, 4):  # A, B, B, A: the first and the fourth together
        assert len(teams["A"] & {start, start + 3}) in (0, 2)


@pytest.mark.parametrize("seed", range(12))
def test_teams_are_evened_out_where_the_snake_alone_would_not_do(seed):
    """Half of the snakes through these scores leave the means 14 % apart; 10 % is the limit."""
    scores = (100, 60, 59, 58, 20, 19, 18, 0)
    students = tuple(
        Student(name, score=score) for name, score in zip("abcdefgh", scores, strict=True)
    )

    assert draw(replace(ranked(1, CWPT), students=students), seed=seed).relaxed == ()


@pytest.mark.parametrize(
    ("count", "locks"), [(4, (("1", "2"), ("4", "3"))), (8, (("1", "4", "5"), ("2", "3", "6")))]
)
def test_locks_leave_no_team_empty_or_far_larger(count, locks):
    question = ranked(count, CWPT, locks=locks)

    for seed in range(12):
        drawn = draw(question, seed=seed)
        assert {violation.code for violation in violations(question, drawn)} <= {"balance"}


def test_plain_alternation_hands_one_team_every_higher_one():
    drawn = draw(
        ranked(8, Rules(rule="random_in_teams", teams=2, deal="alternate", team_gap_pct=100))
    )

    assert {"1", "3", "5", "7"} in [set(team) for team in drawn.teams.values()]


@pytest.mark.parametrize(
    ("count", "sizes", "trios"),
    [(28, [14, 14], 0), (30, [14, 16], 0), (29, [14, 15], 1), (7, [3, 4], 1)],
)
def test_no_more_trios_than_the_number_asks_for(count, sizes, trios):
    for rules in (CWPT, CWPT_PASSAGES, PALS):
        drawn = draw(ranked(count, rules))

        assert sorted(map(len, drawn.teams.values())) == sizes
        assert sum(len(group.members) == 3 for group in drawn.groups) == trios


def test_every_pair_is_as_likely_as_any_other():
    """By lot means by lot: four students, three ways, 600 seeds."""
    ways = Counter(
        frozenset(groups(draw(ranked(4, Rules(rule="rotating")), seed=s))) for s in range(600)
    )

    assert len(ways) == 3
    assert all(150 <= count <= 250 for count in ways.values())


def test_neighbours_stand_next_to_each_other_in_their_team():
    drawn = draw(ranked(12, CWPT_PASSAGES), seed=3)

    for team in drawn.teams.values():
        line = sorted(team, key=int)
        assert {frozenset(line[at : at + 2]) for at in range(0, len(line), 2)} <= groups(drawn)


def test_a_class_of_28_repeats_no_pair_in_a_month_of_weeks():
    question, seen = ranked(28, CWPT, do_not_pair=(("1", "4"), ("2", "9"))), []
    for week in range(12):
        on = MONDAY + 7 * week * DAY
        question = question.with_changes(on=on)
        drawn = draw(question, seed=week)
        assert drawn.relaxed == ()
        seen.append(groups(drawn))
        past = tuple(Past(group.members, on + 4 * DAY, group.team) for group in drawn.groups)
        question = question.with_changes(past=question.past + past)

    for week, made in enumerate(seen):
        assert not made & set().union(*seen[max(0, week - 4) : week])


def test_teams_change_from_week_to_week():
    teams = {frozenset(draw(ranked(28, CWPT), seed=seed).teams["A"]) for seed in range(6)}

    assert len(teams) == 6


# ------------------------------------------------------------ turns


def test_the_higher_one_begins_in_pals_and_the_lot_takes_turns_in_cwpt():
    assert all(
        int(group.members[0]) < int(group.members[1]) for group in draw(ranked(24, PALS)).groups
    )

    past = tuple(Past((str(one), str(one + 1)), MONDAY - 90 * DAY) for one in range(1, 8, 2))
    for seed in range(10):
        question = ranked(8, Rules(rule="rotating", first="either"), past=past)
        for group in draw(question, seed=seed).groups:
            led = [int(one) % 2 for one in group.members]
            assert led == sorted(led)  # whoever has not begun yet begins


def test_both_are_tutor_and_a_trio_shares_the_time_in_three():
    pair, *_, trio = sorted(draw(ranked(5)).groups, key=lambda group: len(group.members))

    one, two = pair.members
    assert pair.turns == ((one, (two,)), (two, (one,)))
    assert [tutor for tutor, _ in trio.turns] == list(trio.members)
    assert (pair.points_share, trio.points_share) == (Fraction(1), Fraction(2, 3))
    assert len(trio.movers) == 2
    assert trio.stayer not in trio.movers


# ------------------------------------------------------------ threes


@pytest.mark.parametrize(
    ("count", "sizes"), [(9, [3, 3, 3]), (10, [2, 2, 3, 3]), (11, [2, 3, 3, 3]), (3, [3])]
)
def test_threes_take_one_from_each_third(count, sizes):
    drawn = draw(ranked(count, Rules(rule="triads")))

    assert sorted(len(group.members) for group in drawn.groups) == sizes
    for group in drawn.groups:
        thirds = [3 * (int(one) - 1) // count for one in group.members]
        assert len(set(thirds)) == len(thirds)


def test_threes_give_way_to_twos_when_they_cannot_be():
    """Two halves of four, kept apart: each makes pairs, none makes threes for all."""
    never = tuple((str(one), str(two)) for one in range(1, 5) for two in range(5, 9))
    question = ranked(8, Rules(rule="triads"), do_not_pair=never)

    drawn = draw(question)

    assert [one.rule for one in drawn.relaxed] == ["trio"]
    assert [violation.code for violation in violations(question, drawn)] == ["trio"]
    assert drawn.left == ()


def test_a_locked_pair_takes_the_place_of_a_pair_and_then_a_third():
    for count, locks in ((11, (("1", "2"),)), (9, (("1", "2"),)), (9, (("1", "2", "3"),))):
        question = ranked(count, Rules(rule="triads"), locks=locks)
        assert list(violations(question, draw(question))) == []
    pairs_only = ranked(6, Rules(rule="triads"), locks=(("1", "2"), ("3", "4"), ("5", "6")))
    assert [one.rule for one in draw(pairs_only).relaxed] == ["trio"]


# ------------------------------------------------------------ what gives way, in order


def test_a_repeat_gives_way_before_a_wish_to_be_apart_and_that_before_the_gap():
    """Three ways to pair four; each way breaks one rule. The rules give way one after another."""
    students = tuple(
        Student(name, score=score) for name, score in zip("abcd", (9, 8, 7, 0), strict=True)
    )
    question = replace(
        ranked(1, Rules(rule="rotating", most_apart=8)),
        students=students,
        rather_apart=(("a", "c"),),
        past=(Past(("a", "b"), MONDAY - 7 * DAY),),
    )

    repeated = draw(question)
    assert [one.rule for one in repeated.relaxed] == ["repeat"]
    assert "7 days ago" in repeated.relaxed[0].sentence
    apart = draw(question.with_changes(do_not_pair=(("c", "d"),)))
    assert [one.rule for one in apart.relaxed] == ["apart"]
    gap = draw(question.with_changes(do_not_pair=(("c", "d"), ("b", "d"))))
    assert [one.rule for one in gap.relaxed] == ["gap"]
    left = draw(question.with_changes(do_not_pair=(("c", "d"), ("b", "d"), ("a", "d"))))
    assert [one.student for one in left.left] == ["d"]
    assert left.left[0].reason == "d is kept apart from everybody who is here."


def test_the_older_repeat_is_chosen():
    past = (
        Past(("1", "2"), MONDAY - 7 * DAY),
        Past(("3", "4"), MONDAY - 7 * DAY),
        Past(("1", "3"), MONDAY - 21 * DAY),
        Past(("2", "4"), MONDAY - 21 * DAY),
        Past(("1", "4"), MONDAY),
        Past(("2", "3"), MONDAY - DAY),
    )
    for seed in range(10):
        drawn = draw(ranked(4, Rules(rule="rotating"), past=past), seed=seed)
        assert groups(drawn) == {frozenset("13"), frozenset("24")}


def test_one_repeat_is_chosen_before_two_older_ones():
    past = (
        Past(("1", "2"), MONDAY - 5 * DAY),
        Past(("1", "3"), MONDAY - 27 * DAY),
        Past(("2", "4"), MONDAY - 27 * DAY),
    )
    question = ranked(4, Rules(rule="rotating"), past=past, do_not_pair=(("1", "4"),))

    for seed in range(10):
        assert groups(draw(question, seed=seed)) == {frozenset("12"), frozenset("34")}


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "yesterday"), (9, "9 days ago")])
def test_a_repeat_says_when(days, words):
    drawn = draw(ranked(2, past=(Past(("1", "2"), MONDAY - days * DAY),)))

    assert (
        drawn.relaxed[0].sentence
        == f"1 and 2 are together again: the last time was {words}, within 28 days."
    )


def test_what_is_planned_for_later_is_no_memory():
    assert draw(ranked(2, past=(Past(("1", "2"), MONDAY + DAY),))).relaxed == ()


def test_a_second_trio_is_made_rather_than_leave_anybody():
    """Three and five who must be apart: two odd circles, so two trios, and that is said."""
    never = tuple((str(one), str(two)) for one in range(1, 4) for two in range(4, 9))

    drawn = draw(ranked(8, Rules(rule="rotating"), do_not_pair=never))

    assert sorted(len(group.members) for group in drawn.groups) == [2, 3, 3]
    assert [one.rule for one in drawn.relaxed] == ["trio"]
    assert "asks for none" in drawn.relaxed[0].sentence


def test_whoever_cannot_be_placed_is_left_with_the_names_that_would_do():
    """Seven who may each be with the eighth only: one of them finds a place."""
    never = tuple((str(one), str(two)) for one in range(1, 8) for two in range(one + 1, 8))

    drawn = draw(ranked(8, Rules(rule="rotating"), do_not_pair=never))

    assert len(drawn.groups) == 1
    assert len(drawn.left) == 6
    assert all("may be with: 8." in left.reason for left in drawn.left)


@pytest.mark.parametrize(
    ("count", "may", "left", "trio"),
    [
        # Twos first would leave 3 and 4; a trio in the one circle leaves one of them.
        (6, "12 16 26 35 45 56", 1, "126"),
        # Twos first would leave one; two trios leave nobody.
        (8, "13 14 15 25 27 36 38 57 68", 0, "368"),
    ],
)
def test_a_trio_made_first_places_more(count, may, left, trio):
    allowed = {frozenset(pair) for pair in may.split()}
    names = [str(name) for name in range(1, count + 1)]
    never = tuple(p for p in combinations(names, 2) if frozenset(p) not in allowed)

    drawn = draw(ranked(count, Rules(rule="rotating"), do_not_pair=never))

    assert len(drawn.left) == left
    assert frozenset(trio) in groups(drawn)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_very_small_classes(count):
    for rules in (PALS, CWPT, Rules(rule="triads", teams=2), Rules(rule="neighbours")):
        question = ranked(count, rules)
        drawn = draw(question)

        assert sum(len(group.members) for group in drawn.groups) + len(drawn.left) == count
        if count == 1:
            assert drawn.left[0].reason == "1 is the only one here."
        if rules.teams:
            assert drawn.relaxed[0].sentence == "There are too few groups for 2 teams."


def test_the_same_seed_draws_the_same_in_another_process_with_another_hash_seed():
    words = (
        "from kithwork.matching.classwide.tests.classes import any_class\n"
        "from kithwork.matching.classwide import draw\n"
        "from kithwork.matching.classwide.files import draw_json\n"
        "print([draw_json(draw(any_class(seed), seed=seed)) for seed in range(30)])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", words],
            env={
                **os.environ,
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1234")
    }
    assert len(said) == 1


def test_nothing_heavy_is_imported():
    words = (
        "import sys, kithwork.matching.classwide\n"
        "print([name for name in ('ortools', 'scipy', 'numpy', 'django', 'pydantic') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"


def test_places_are_in_the_order_of_the_class():
    drawn = draw(ranked(30, CWPT), seed=5)

    firsts = [min(map(int, group.members)) for group in drawn.groups]
    assert all(one < two for one, two in pairwise(firsts))
