"""Small questions whose best answer can be seen."""

from __future__ import annotations

import pytest

from kithwork.matching import Session, solve, violations
from kithwork.matching.scoring import marginal_utility

from .crowded import need, peer, school, student


def held(plan) -> set[tuple[str, int]]:
    return {(one.need, one.slot) for one in plan.sessions}


def test_one_need_and_somebody_there_is_met():
    plan = solve(school(), iterations=50)

    assert len(plan.sessions) == 1
    assert (plan.unmet, plan.utility, plan.bound, plan.status) == ((), 64 + 0, 64, "optimal")


def test_the_partner_who_was_asked_for_comes():
    problem = school(wants=(("A", "Q"),))

    plan = solve(problem, iterations=100)

    assert plan.sessions[0].peers == ("Q",)
    assert plan.scores["wanted_pct"] == 100.0


def test_the_partner_of_before_goes_on():
    plan = solve(school(previous=(("A", "Q"),)), iterations=100)

    assert plan.sessions[0].peers == ("Q",)
    assert plan.scores["kept_pct"] == 100.0


def test_nobody_is_left_out_before_somebody_has_a_second_time():
    problem = school(
        peers=[peer("P", max_sessions=2)],
        needs=[need("n1", "A", sessions=2), need("n2", "B", sessions=2)],
    )

    plan = solve(problem, aim="time", iterations=200)

    assert {one.need for one in plan.sessions} == {"n1", "n2"}


def test_a_scarce_peer_is_left_to_the_one_who_has_nobody_else():
    """Only P can tutor; both could be a buddy."""
    problem = school(
        peers=[peer("P", roles=("buddy", "tutor"), max_sessions=1), peer("Q", max_sessions=1)],
        needs=[need("n1", "A"), need("n2", "B", role="tutor")],
    )

    plan = solve(problem, iterations=200)

    assert {one.need: one.peers for one in plan.sessions} == {"n1": ("Q",), "n2": ("P",)}


def test_a_student_who_is_both_supported_and_a_peer_is_in_one_place():
    """B would partner A on either day, but on the first day has their own time."""
    problem = school(
        peers=[peer("B", max_per_day=1), peer("P", max_sessions=1)],
        needs=[need("n1", "A", slots=(0, 3)), need("n2", "B", slots=(0,), role="buddy")],
        do_not_pair=(("A", "P"),),
    )

    plan = solve(problem, iterations=300)

    assert held(plan) == {("n1", 3), ("n2", 0)}


def test_overlapping_periods_are_one_time():
    at = ("art", "art", "FREE") * 2
    problem = school(
        students=[student("A", at=at), student("P", at=at)],
        peers=[peer("P")],
        needs=[need("n1", "A", slots=(0, 1), sessions=2)],
        overlaps=((0, 1),),
    )

    assert len(solve(problem, iterations=200).sessions) == 1
    assert len(solve(problem.with_changes(overlaps=()), iterations=200).sessions) == 2


def test_a_lock_is_kept_even_when_somebody_else_would_be_better():
    problem = school(wants=(("A", "Q"),), locks=(("n1", 3, "P"),))

    plan = solve(problem, iterations=200)

    assert ("n1", 3) in held(plan)
    assert "P" in plan.sessions[0].peers
    assert list(violations(problem, plan)) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"avoids": (("A", "P"),)}, "would rather not"),
        ({"do_not_pair": (("P", "A"),)}, "kept apart, written the other way round"),
        ({"peers": (peer("P", roles=("tutor",)),)}, "not trained"),
        ({"peers": (peer("P", max_sessions=0),)}, "no sessions left"),
        ({"peers": (peer("P", max_partners=0),)}, "no partners"),
        ({"peers": (peer("P", max_per_day=0),)}, "no sessions in a day"),
        ({"students": (student("A", grade=11), "P")}, "two grades younger"),
        ({"students": ("A", student("P", at=("gym", "LUNCH", "FREE") * 2))}, "in another class"),
        ({"needs": (need("n1", "A", min_peers=2),)}, "two are needed"),
        (
            {"supervision": {"art": 0}, "needs": (need("n1", "A", supervision="art"),)},
            "nobody supervises",
        ),
    ],
)
def test_a_hard_rule_is_never_softened_to_make_a_plan(change, why):
    problem = school(**{"students": "AP", "peers": (peer("P"),), **change})

    plan = solve(problem, iterations=50)

    assert plan.sessions == (), why
    assert [(one.need, one.missing) for one in plan.unmet] == [("n1", 1)]


def test_a_free_peer_may_come_to_a_class_but_not_the_other_way_round():
    free = student("P", at=("FREE", "LUNCH", "FREE") * 2)
    in_class = need("n1", "A")
    in_free_time = need("n2", "A", setting="free", section="FREE", slots=(2, 5))
    busy = student("P", at=("FREE", "LUNCH", "gym") * 2)

    assert solve(
        school(students=("A", free), peers=[peer("P")], needs=[in_class]), iterations=50
    ).sessions
    assert not solve(
        school(students=("A", busy), peers=[peer("P")], needs=[in_free_time]), iterations=50
    ).sessions


@pytest.mark.parametrize(
    "problem", [school(needs=()), school(peers=()), school(students="A", peers=(), needs=())]
)
def test_nothing_to_do_is_an_answer(problem):
    plan = solve(problem, iterations=10)

    assert plan.sessions == ()
    assert list(violations(problem, plan)) == []


def test_the_worth_of_each_session_follows_quarters_of_the_wish():
    assert marginal_utility(4) == [64, 16, 4, 1]
    assert marginal_utility(8) == [64, 64, 16, 16, 4, 4, 1, 1]
    assert marginal_utility(1) == [64]
    assert marginal_utility(3) == [64, 16, 4]


def test_one_peer_may_partner_twice_a_day_when_the_limit_says_so():
    problem = school(
        students="ABP", peers=[peer("P", max_per_day=1)],
        needs=[need("n1", "A", slots=(0,)), need("n2", "B", setting="lunch", section="LUNCH", slots=(1,))],
    )  # fmt: skip
    more = problem.with_changes(peers=(peer("P", max_per_day=2),))

    assert len(solve(problem, iterations=100).sessions) == 1
    assert len(solve(more, iterations=100).sessions) == 2


def test_a_wrong_choice_is_said():
    with pytest.raises(ValueError, match="aim must be one of"):
        solve(school(), aim="cheapest")
    with pytest.raises(ValueError, match="below zero"):
        solve(school(), iterations=-1)


def test_sessions_are_plain_values():
    assert Session("n1", 3, ("P",)) == Session(need="n1", slot=3, peers=("P",))
