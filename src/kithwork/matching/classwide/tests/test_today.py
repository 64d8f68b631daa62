"""A day with people away: small classes in which a person sees what is least."""

from __future__ import annotations

import pytest

from kithwork.matching.classwide import PALS, Rules, arrive, draw, for_today, violations

from .classes import groups, ranked
from .test_check import made

PLAIN = Rules(rule="rotating")


def names(drawn) -> list[str]:
    return sorted(" ".join(sorted(group.members)) for group in drawn.groups)


def said(day) -> list[str]:
    return [str(change) for change in day.changes]


def test_two_whose_partners_are_away_work_with_each_other():
    question, plan = ranked(6, PLAIN), made("1 2", "3 4", "5 6")

    day = for_today(question, plan, absent={"2", "3"})

    assert names(day.draw) == ["1 4", "5 6"]
    assert said(day) == [
        "2 is away: 1 needs a partner today.",
        "3 is away: 4 needs a partner today.",
        "1 and 4 work together today.",
    ]
    assert plan.groups[2] in day.draw.groups
    assert not plan.is_for_day
    assert day.draw.is_for_day


def test_one_who_is_stranded_turns_a_trio_into_two_pairs():
    question, plan = ranked(5, PLAIN), made("1 2", "3 4+5")

    day = for_today(question, plan, absent={"2"})

    assert names(day.draw) == ["1 5", "3 4"]
    assert said(day)[-1] == "5 leaves the trio and works with 1 today; 3 and 4 go on."


def test_without_a_trio_one_joins_a_pair_in_the_own_team():
    question = ranked(8, PALS)
    plan = made("1 5:A", "2 6:B", "3 7:B", "4 8:A")

    day = for_today(question, plan, absent={"5"})

    assert names(day.draw) == ["1 4 8", "2 6", "3 7"]
    assert day.draw.group_of("1").third == "1"
    assert day.draw.group_of("1").team == "A"
    assert said(day)[-1] == "1 joins 4 and 8: three work together today."


def test_the_third_of_three_who_are_stranded_joins_the_other_two():
    question, plan = ranked(12, PLAIN), made("1 2", "3 4", "5 6", "7 8", "9 10", "11 12")

    for seed in range(10):
        day = for_today(question, plan.with_changes(seed=seed), absent={"2", "4", "6"})
        assert names(day.draw) == ["1 3 5", "10 9", "11 12", "7 8"]


def test_a_pair_across_teams_says_for_whom_it_counts():
    question = ranked(8, PALS)
    plan = made("1 5:A", "2 6:B", "3 7:B", "4 8:A")

    day = for_today(question, plan, absent={"5", "6"})

    assert said(day)[-1] == "1 and 2 work together today. 2 counts for team A today."
    assert day.draw.group_of("2").team == "A"


def test_a_trio_that_loses_one_goes_on_and_one_that_loses_two_does_not():
    question, plan = ranked(5, PLAIN), made("1 2", "3 4+5")

    two = for_today(question, plan, absent={"5"})
    assert names(two.draw) == ["1 2", "3 4"]
    assert said(two) == ["5 is away: 3 and 4 work as a pair today."]
    one = for_today(question, plan, absent={"5", "4"})
    assert names(one.draw) == ["1 2 3"]
    assert said(one)[0] == "4 and 5 are away: 3 needs a partner today."
    none = for_today(question, plan, absent={"1", "2"})
    assert said(none) == ["1 and 2 are away; nobody waits for them."]
    assert none.draw.groups == (plan.groups[1],)


def test_a_practice_of_threes_does_not_split_its_threes():
    question, plan = ranked(8, Rules(rule="triads")), made("1 2", "3 4 5", "6 7 8")

    day = for_today(question, plan, absent={"2"})

    assert [left.student for left in day.draw.left] == ["1"]
    assert "An adult places 1 today." in said(day)[-1]


def test_nobody_meets_whom_they_must_not_even_for_a_day():
    question = ranked(4, PLAIN, do_not_pair=(("1", "3"), ("1", "4")))
    plan = made("1 2", "3 4")

    day = for_today(question, plan, absent={"2"})

    assert [left.student for left in day.draw.left] == ["1"]
    assert day.draw.left[0].reason == "1 is kept apart from everybody who is here."
    assert [one for one in violations(day.question, day.draw) if one.is_hard] == []


def test_somebody_left_by_the_draw_is_tried_again():
    question = ranked(3, PLAIN, do_not_pair=(("1", "3"),))
    drawn = draw(question)
    alone = drawn.left[0].student
    partner = next(iter(groups(drawn) and drawn.groups[0].members))
    other = next(one for one in drawn.groups[0].members if one != "2")

    day = for_today(question, drawn, absent={other})

    assert partner in question.here
    assert names(day.draw) == [" ".join(sorted((alone, "2")))]
    away = for_today(question, drawn, absent={alone})
    assert away.draw.left == ()


def test_who_is_not_in_the_class_cannot_be_away_or_late():
    question, plan = ranked(2, PLAIN), made("1 2")
    day = for_today(question, plan, absent=set())

    with pytest.raises(ValueError, match="There is no student '9' in the class"):
        for_today(question, plan, absent={"9"})
    with pytest.raises(ValueError, match="There is no student '9' in the class"):
        arrive(question, plan, day, "9")
    with pytest.raises(ValueError, match="1 already has a place today"):
        arrive(question, plan, day, "1")


# ------------------------------------------------------------ latecomers


@pytest.mark.parametrize(
    ("plan", "absent", "late", "after", "words"),
    [
        # the partner waits in a trio for the day: both are back where they were
        (made("1 2", "3 4"), {"2"}, "2", ["1 2", "3 4"], "2 is here now and works with 1, as planned."),
        # the partner works with somebody whose own partner is away: three, nobody is sent off
        (made("1 2", "3 4"), {"2", "4"}, "2", ["1 2 3"], "2 joins 1 and 3: three work together today."),
        # the rest of a trio is together
        (made("1 2+3", "4 5"), {"3"}, "3", ["1 2 3", "4 5"], "3 is here now and works with 1 and 2, as planned."),
        # the partner had taken the third of a trio
        (made("1 2", "3 4+5"), {"2"}, "2", ["1 2 5", "3 4"], "2 joins 1 and 5: three work together today."),
        # both partners are late
        (made("1 2", "3 4"), {"1", "2"}, "2", ["2 3 4"], "2 joins 3 and 4: three work together today."),
    ],
)  # fmt: skip
def test_who_comes_late_disturbs_few(plan, absent, late, after, words):
    question = ranked(sum(len(group.members) for group in plan.groups), PLAIN)

    day = arrive(question, plan, for_today(question, plan, absent=absent), late)

    assert names(day.draw) == after
    assert said(day)[-1] == words


def test_a_latecomer_finds_the_partner_alone():
    question = ranked(4, PLAIN, do_not_pair=(("1", "3"), ("1", "4")))
    plan = made("1 2", "3 4")

    day = arrive(question, plan, for_today(question, plan, absent={"2"}), "2")

    assert day.draw.groups == plan.groups
    assert day.draw.left == ()


def test_those_who_are_locked_together_come_together_again():
    question = ranked(6, PLAIN, locks=(("1", "2"),))
    plan = made("1 2", "3 4", "5 6")
    plan = plan.with_changes(
        groups=tuple(
            group if group.members != ("1", "2") else group.__class__(("1", "2"), is_locked=True)
            for group in plan.groups
        )
    )

    day = for_today(question, plan, absent={"2", "4"})
    assert names(day.draw) == ["1 3", "5 6"]
    day = arrive(question, plan, day, "2")

    assert names(day.draw) == ["1 2", "3 5 6"]


def test_somebody_new_who_was_never_drawn_is_taken_in():
    question, plan = ranked(5, PLAIN), made("1 2", "3 4")
    day = for_today(question.without({"5"}), plan, absent=set())

    day = arrive(question, plan, day, "5")

    assert sorted(map(len, (group.members for group in day.draw.groups))) == [2, 3]
    teams = made("1 2:A", "3 4:A", "6 7:B")
    question = ranked(9, PALS).without({"8", "9"})
    day = for_today(question, teams, absent={"5", "7", "6"})
    day = arrive(question, teams, arrive(question, teams, day, "9"), "8")
    assert len(day.draw.group_of("8").members) == 2
    assert day.draw.group_of("8").team == "B"
