"""A peer keeps most lunches for themselves: on so many days a week they may be asked for theirs."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product

import pytest

from kithwork.matching import (
    BadProblem,
    Problem,
    Session,
    fixes_for,
    funnel,
    generate_school,
    problem_from,
    solve,
    substitutes,
    upper_bound,
    violations,
    why_not,
    without_peer,
)
from kithwork.matching.compiled import Compiled
from kithwork.matching.desk import state_of
from kithwork.matching.explain import AT_LUNCH, FUNNEL, unmet_needs
from kithwork.matching.problem import as_json
from kithwork.matching.scoring import WEIGHTS
from kithwork.matching.search.greedy import greedy
from kithwork.matching.search.polish import polish
from kithwork.matching.search.state import State, sessions_of
from kithwork.matching.tests.brute import is_sound, utility
from kithwork.matching.tests.crowded import crowded
from kithwork.matching.tests.small import need, peer, student

LUNCH = {"setting": "lunch", "section": "LUNCH"}


def lunches(*peers, needs=None, days=5, at_once=1, **more) -> Problem:
    """Ada and Malik are at lunch every day, and so is everybody who offers."""
    people = ("ada", "malik", *(one.student for one in peers))
    slots = range(days * at_once)
    every_day = need("n1", "ada", *slots, sessions=len(slots), **LUNCH)
    return Problem(
        days=days,
        periods=at_once,
        students=tuple(student(one, *("LUNCH" for _ in slots)) for one in people),
        peers=peers,
        needs=needs or (every_day,),
        **more,
    )


def held(*slots, peer="ben", need="n1"):
    return tuple(Session(need, slot, (peer,)) for slot in slots)


def limited(problem: Problem, days: int | None) -> Problem:
    peers = tuple(replace(one, max_lunch_days=days) for one in problem.peers)
    return replace(problem, peers=peers)


def codes(problem, sessions):
    return [one.code for one in violations(problem, sessions)]


# ------------------------------------------------------------------- plans


def test_a_peer_is_asked_for_no_more_lunches_than_they_give():
    plan = solve(lunches(peer("ben", lunches=2)), iterations=100)

    assert len(plan.sessions) == 2
    # The bound knows of it too, so the plan is known to be the best there is.
    assert (plan.utility, plan.bound, plan.status) == (128, 128, "optimal")


def test_others_give_theirs_on_the_days_that_are_left():
    plan = solve(lunches(peer("ben", lunches=2), peer("sora", lunches=3)), iterations=300)

    assert plan.unmet == ()
    assert sorted(one.peers[0] for one in plan.sessions) == ["ben"] * 2 + ["sora"] * 3


def test_two_times_at_one_lunch_are_one_lunch_given():
    problem = lunches(
        peer("ben", lunches=1),
        needs=(need("n1", "ada", 0, 2, **LUNCH), need("n2", "malik", 1, 3, **LUNCH)),
        days=2,
        at_once=2,
    )

    plan = solve(problem, iterations=200)

    assert [one.slot // 2 for one in plan.sessions] in ([0, 0], [1, 1])
    assert codes(problem, held(0, 2)) == ["too_often", "lunch_limit"]
    assert codes(problem, (*held(0), *held(1, need="n2"))) == []


def test_the_limit_is_about_lunch_and_nothing_else():
    problem = replace(
        lunches(peer("ben", lunches=0)),
        students=(student("ada", *["art"] * 5), student("ben", *["art"] * 5)),
        needs=(need("n1", "ada", *range(5), sessions=5),),
    )

    assert len(solve(problem, iterations=50).sessions) == 5


@pytest.mark.parametrize("seed", range(3))
def test_a_limit_nobody_can_reach_changes_nothing_in_a_plan(seed):
    problem = generate_school(students=120, seed=seed)

    free, wide = (
        solve(limited(problem, days), iterations=600, seed=seed, fixes=4) for days in (None, 5)
    )

    unlike = {"problem": {}, "seconds": 0.0}
    assert free.with_changes(**unlike) == wide.with_changes(**unlike)
    assert all(AT_LUNCH not in dict(one.funnel) for one in free.unmet)


@pytest.mark.parametrize("seed", range(12))
def test_small_schools_are_solved_as_well_as_by_trying_everything(seed):
    """Three lunches, two students, two peers: 729 ways, each read by the slow judge."""
    days = range(3)
    problem = lunches(
        peer("ben", lunches=seed % 3, day=1, partners=1 + seed % 2),
        peer("sora", lunches=1 + seed % 2, week=2),
        needs=tuple(
            need(name, of, *days, sessions=1 + (seed // 4 + more) % 3, **LUNCH)
            for more, (name, of) in enumerate((("n1", "ada"), ("n2", "malik")))
        ),
        days=3,
    )
    places = [(name, slot) for name in ("n1", "n2") for slot in days]
    best = 0
    for way in product(("", "ben", "sora"), repeat=len(places)):
        rows = tuple(Session(*at, (who,)) for at, who in zip(places, way, strict=True) if who)
        worth = utility(problem, rows) if is_sound(limited(problem, None), rows) else 0
        if worth > best and is_sound(problem, rows):
            best = worth

    plan = solve(problem, aim="time", iterations=400, seed=seed)

    assert plan.utility == best <= upper_bound(problem)


@pytest.mark.parametrize("seed", range(6))
def test_larger_schools_keep_it_in_every_stage_of_the_search(seed):
    problem = limited(generate_school(students=150, seed=seed), 1)

    plan = solve(problem, aim=("time", "balanced", "wishes")[seed % 3], iterations=800, seed=seed)

    assert list(violations(problem, plan)) == []
    assert is_sound(problem, plan.sessions)
    assert plan.utility <= plan.bound <= upper_bound(limited(problem, None))
    mended = without_peer(problem, plan, plan.sessions[0].peers[0], iterations=300)
    assert list(violations(problem, mended)) == []


def test_polish_by_cp_sat_keeps_it_too():
    problem = limited(generate_school(students=60, seed=2), 1)
    c = Compiled(problem)
    state = State(c, WEIGHTS["time"])
    greedy(state)

    better = polish(c, WEIGHTS["time"], state.snapshot(), deadline=time.monotonic() + 3, seed=1)

    after = State(c, WEIGHTS["time"])
    after.load_sessions(better)
    assert after.score >= state.score
    assert list(violations(problem, sessions_of(c, better))) == []


def test_random_schools_are_told_of_it_by_both_judges():
    """The two judges are compared elsewhere; here, that the rule is among what they meet."""
    found = 0
    for seed in range(12):
        problem = crowded(seed)
        for one in violations(problem, solve(limited(problem, None), iterations=60).sessions):
            found += one.code == "lunch_limit"
    assert found


# ------------------------------------------------------------- explanations


def test_a_broken_limit_is_named_and_an_adult_may_raise_it():
    problem = lunches(peer("ben", lunches=2))

    (one,) = violations(problem, held(0, 1, 4))

    assert (one.code, one.peer, one.limit, one.is_hard) == ("lunch_limit", "ben", 2, False)
    assert str(one) == "ben gives up lunch on 3 days a week, not 2."


def test_what_keeps_a_peer_away_and_where_people_are_lost():
    problem = lunches(peer("ben", lunches=2), peer("sora", lunches=0))
    plan = held(0, 1)

    (reason,) = why_not(problem, plan, "n1", 3, "ben")
    assert (reason.code, reason.value, reason.limit) == ("lunch_full", 2, 2)
    stages, counts = zip(*funnel(problem, plan, "n1"), strict=True)
    assert stages == ("all", *FUNNEL[:-1], AT_LUNCH, FUNNEL[-1])
    assert counts == (2, 2, 2, 2, 2, 2, 0, 0)
    (unmet,) = unmet_needs(state_of(problem, plan))
    assert unmet.reasons[0] == {"code": "none_lunch_left", "value": 2, "left": 0}


@pytest.mark.parametrize("seed", range(20))
def test_the_funnel_only_narrows_at_lunch(seed):
    for unmet in solve(crowded(seed), iterations=60, seed=seed).unmet:
        counts = [count for _, count in unmet.funnel]
        assert counts == sorted(counts, reverse=True)


def test_one_lunch_more_is_offered_as_a_change_with_the_peers_name():
    problem = lunches(peer("ben", lunches=2))

    fixes = {fix.kind: fix for fix in fixes_for(problem, held(0, 1), "n1")}

    assert dict(fixes["raise_lunches"].change) == {
        "peer": "ben", "field": "max_lunch_days", "from": 2, "to": 3,
    }  # fmt: skip
    assert fixes["raise_lunches"].meets == 1
    assert "rearrange" not in fixes


def test_a_lunch_is_given_back_where_somebody_else_can_come():
    """Only Ben can tutor Malik, and has given his one lunch to Ada, whom Sora could join."""
    problem = lunches(
        peer("ben", roles=("buddy", "tutor"), lunches=1),
        peer("sora"),
        needs=(need("n1", "ada", 0, **LUNCH), need("n2", "malik", 1, role="tutor", **LUNCH)),
    )

    first = fixes_for(problem, held(0), "n2")[0]

    assert (first.kind, first.meets) == ("rearrange", 1)
    assert first.add == (*held(0, peer="sora"), *held(1, need="n2"))


def test_who_steps_in_today_is_said_to_have_given_their_lunches():
    problem = lunches(peer("ben"), peer("sora", lunches=1), peer("lena"))
    plan = (*held(0, 1), *held(3, peer="sora"))

    first, second = substitutes(problem, plan, "n1", 0, absent={"ben"})

    assert (first.peer, first.against) == ("lena", ())
    assert second.peer == "sora"
    assert [(one.code, one.value, one.limit) for one in second.against] == [("lunch_full", 1, 1)]


def test_a_lock_beyond_the_limit_is_left_out_and_told():
    locks = tuple(("n1", slot, "ben") for slot in range(3))
    problem = lunches(peer("ben", lunches=2), locks=locks)

    plan = solve(problem, iterations=100)

    assert codes(problem, plan.sessions) == ["lock"]


# -------------------------------------------------------------------- files


def test_a_file_without_the_limit_is_the_file_of_before():
    problem = lunches(peer("ben"), peer("sora", lunches=0))
    ben, sora = as_json(problem)["peers"]

    assert "max_lunch_days" not in ben
    assert sora["max_lunch_days"] == 0
    assert problem_from(as_json(problem)) == problem
    body = {**as_json(problem), "peers": [{**ben, "max_lunch_days": None}, sora]}
    assert problem_from(body).digest() == problem.digest()


@pytest.mark.parametrize(
    ("value", "said"),
    [(-1, "below zero"), (1.5, "whole number"), ("2", "whole number"), (61, "above 60")],
)
def test_a_limit_that_is_no_number_of_days_is_refused(value, said):
    body = as_json(lunches(peer("ben")))
    body["peers"][0]["max_lunch_days"] = value

    with pytest.raises(BadProblem) as caught:
        problem_from(body)

    (fault,) = caught.value.faults
    assert "peers, row 1 (ben)" in fault
    assert said in fault
