from dataclasses import replace

import pytest

from kithwork.matching import (
    Session,
    candidates_for,
    fixes_for,
    generate_school,
    solve,
    substitutes,
    violations,
    why_not,
    why_pair,
    without_peer,
)
from kithwork.matching.explain import FUNNEL, state_of
from kithwork.matching.tests.small import need, peer, student, two_in_art


def applied(plan, fix):
    gone = {(one.need, one.slot) for one in fix.remove}
    kept = [one for one in plan.sessions if (one.need, one.slot) not in gone]
    return (*kept, *fix.add)


def allowed(problem, fix):
    """The problem with the rule the fix asks to raise raised."""
    change = fix.change
    field = {
        "raise_sessions": "max_sessions",
        "raise_day": "max_per_day",
        "raise_partners": "max_partners",
    }.get(fix.kind)
    if field:
        peers = tuple(
            replace(one, **{field: change["to"]}) if one.student == change["peer"] else one
            for one in problem.peers
        )
        return replace(problem, peers=peers)
    if fix.kind == "train":
        peers = tuple(
            replace(one, roles=(*one.roles, change["role"]))
            if one.student == change["peer"]
            else one
            for one in problem.peers
        )
        return replace(problem, peers=peers)
    if fix.kind == "raise_supervision":
        return replace(
            problem, supervision={**problem.supervision, change["supervision"]: change["to"]}
        )
    if fix.kind in {"raise_team", "another_slot"}:
        given = {"team_max": change["to"]} if fix.kind == "raise_team" else {}
        needs = tuple(
            replace(one, **(given or {"slots": (*one.slots, change["slot"])}))
            if one.id == change["need"]
            else one
            for one in problem.needs
        )
        return replace(problem, needs=needs)
    return problem


def test_why_this_pair_and_why_not_that_one():
    problem = two_in_art(wants=(("ada", "sora"),), previous=(("ada", "ben"),))
    assert [one.code for one in why_pair(problem, "n1", "sora")] == [
        "wanted",
        "same_class",
        "same_grade",
    ]
    assert "kept" in [one.code for one in why_pair(problem, "n1", "ben")]
    full = replace(problem, peers=(peer("ben"), peer("sora", week=0)))
    (reason,) = why_not(full, (Session("n1", 0, ("ben",)),), "n1", 0, "sora")
    assert (reason.code, reason.limit) == ("week_full", 0)


def test_candidates_who_could_come_stand_first():
    problem = replace(two_in_art(), peers=(peer("ben", week=0), peer("sora")))
    ranked = candidates_for(problem, (), "n1", 0)
    assert [(one.peer, bool(one.against)) for one in ranked] == [("sora", False), ("ben", True)]


def test_the_fix_for_a_full_peer_is_one_more_session():
    problem = replace(two_in_art(), peers=(peer("ben", week=1),))
    plan = solve(problem, iterations=50)
    fixes = {fix.kind: fix for fix in fixes_for(problem, plan, "n1")}
    assert fixes["raise_sessions"].change == {"peer": "ben", "from": 1, "to": 2}


@pytest.mark.parametrize("seed", range(6))
def test_every_fix_offered_holds_when_it_is_tried(seed):
    problem = generate_school(students=120, seed=seed)
    plan = solve(problem, iterations=800, seed=seed)
    for open_need in plan.unmet[:6]:
        for fix in fixes_for(problem, plan, open_need.need):
            after = applied(plan, fix)
            assert list(violations(allowed(problem, fix), after)) == [], fix.kind
            assert sum(1 for one in after if one.need == open_need.need) > sum(
                1 for one in plan.sessions if one.need == open_need.need
            )
            assert len(after) >= len(plan.sessions)


def test_the_funnel_only_narrows():
    problem = generate_school(students=150, seed=8)
    plan = solve(problem, iterations=200)
    for open_need in plan.unmet:
        stages, counts = zip(*open_need.funnel, strict=True)
        assert stages == ("all", *FUNNEL)
        assert list(counts) == sorted(counts, reverse=True)
        assert open_need.reasons


def test_looking_for_fixes_leaves_the_plan_as_it_was():
    problem = generate_school(students=100, seed=2)
    plan = solve(problem, iterations=200)
    before = state_of(problem, plan).snapshot()
    for open_need in plan.unmet[:3]:
        fixes_for(problem, plan, open_need.need)
    assert state_of(problem, plan).snapshot() == before


def test_substitutes_are_free_there_ready_and_present():
    problem = replace(two_in_art(), needs=(need("n1", "ada", 0, 1, sessions=2),))
    plan = (Session("n1", 0, ("ben",)), Session("n1", 1, ("ben",)))
    assert [one.peer for one in substitutes(problem, plan, "n1", 0, absent={"ben"})] == ["sora"]
    assert substitutes(problem, plan, "n1", 0, absent={"ben", "sora"}) == []


def test_when_a_peer_leaves_nobody_else_loses_a_partner():
    problem = generate_school(students=150, seed=6)
    plan = solve(problem, iterations=2000)
    leaver = plan.sessions[0].peers[0]
    after = without_peer(problem, plan, leaver, iterations=1500)

    def pairs(given):
        of = {one.id: one.student for one in problem.needs}
        return {
            (of[one.need], name) for one in given.sessions for name in one.peers if name != leaver
        }

    assert leaver not in {name for one in after.sessions for name in one.peers}
    assert pairs(plan) <= pairs(after)


def test_a_student_who_is_elsewhere_is_said_to_have_no_time():
    problem = replace(
        two_in_art(),
        students=(
            student("ada", "gym", "gym"),
            student("ben", "art", "art"),
            student("sora", "art", "art"),
        ),
    )
    (open_need,) = solve(problem, iterations=10).unmet
    assert open_need.reasons[0]["code"] == "no_time"
