from collections import Counter
from dataclasses import replace

import pytest

from kithwork.matching import (
    Session,
    candidates_for,
    fixes_for,
    funnel,
    generate_school,
    solve,
    substitutes,
    violations,
    why_not,
    why_pair,
    without_peer,
)
from kithwork.matching.desk import state_of
from kithwork.matching.explain import FUNNEL
from kithwork.matching.tests.crowded import crowded, school
from kithwork.matching.tests.crowded import need as need_of
from kithwork.matching.tests.crowded import peer as peer_of
from kithwork.matching.tests.small import need, peer, student, two_in_art


def applied_to(sessions, fix):
    gone = {(one.need, one.slot) for one in fix.remove}
    kept = [one for one in sessions if (one.need, one.slot) not in gone]
    return (*kept, *fix.add)


def applied(plan, fix):
    return applied_to(plan.sessions, fix)


def allowed(problem, fix):
    """The problem with the one rule changed that the fix asks to change."""
    change = dict(fix.change)
    if not change:
        return problem
    if "supervision" in change:
        caps = {**problem.supervision, change["supervision"]: change["to"]}
        return replace(problem, supervision=caps)
    rows, key = ("peers", "student") if "peer" in change else ("needs", "id")
    who = change.get("peer") or change["need"]

    def changed(one):
        before = getattr(one, change["field"])
        if "add" in change:
            return replace(one, **{change["field"]: (*before, change["add"])})
        assert before == change["from"]
        return replace(one, **{change["field"]: change["to"]})

    made = tuple(
        changed(one) if getattr(one, key) == who else one for one in getattr(problem, rows)
    )
    return replace(problem, **{rows: made})


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
    assert fixes["raise_sessions"].change == {
        "peer": "ben", "field": "max_sessions", "from": 1, "to": 2,
    }  # fmt: skip


def held(sessions):
    return Counter(one.need for one in sessions)


@pytest.mark.parametrize("seed", range(6))
def test_every_fix_offered_holds_when_it_is_tried_and_ends_nobody_elses_time(seed):
    problem = generate_school(students=120, seed=seed)
    plan = solve(problem, iterations=300, seed=seed)
    kinds = set()
    for open_need in plan.unmet[:8]:
        *fixes, last = fixes_for(problem, plan, open_need.need)
        assert (last.kind, last.meets, last.add) == ("leave_open", 0, ())
        for fix in fixes:
            kinds.add(fix.kind)
            before, after = held(plan.sessions), held(applied(plan, fix))
            assert list(violations(allowed(problem, fix), applied(plan, fix))) == [], fix.kind
            assert after[open_need.need] == before[open_need.need] + fix.meets
            assert after - before == Counter({open_need.need: fix.meets})
            assert fix.moves == {"add": fix.add, "remove": fix.remove}
            assert fix.costs["moved"] == len(fix.remove)
    assert kinds


@pytest.mark.parametrize(
    ("problem", "kind", "change"),
    [
        (
            school(peers=[peer_of("P", max_sessions=0)]),
            "raise_sessions",
            {"peer": "P", "field": "max_sessions", "from": 0, "to": 1},
        ),
        (
            school(peers=[peer_of("P", max_partners=0)]),
            "raise_partners",
            {"peer": "P", "field": "max_partners", "from": 0, "to": 1},
        ),
        (
            school(peers=[peer_of("P", max_per_day=0)]),
            "raise_day",
            {"peer": "P", "field": "max_per_day", "from": 0, "to": 1},
        ),
        (
            school(peers=[peer_of("P", roles=("tutor",))]),
            "train",
            {"peer": "P", "field": "roles", "add": "buddy"},
        ),
        (
            school(needs=[need_of("n1", "A", supervision="art")], supervision={"art": 0}),
            "raise_supervision",
            {"supervision": "art", "from": 0, "to": 1},
        ),
        (
            school(needs=[need_of("n1", "A", slots=())]),
            "another_slot",
            {"need": "n1", "field": "slots", "add": 0},
        ),
    ],
)
def test_each_kind_of_fix_names_the_field_that_changes(problem, kind, change):
    fixes = {fix.kind: fix for fix in fixes_for(problem, (), "n1")}
    assert fixes[kind].change == change
    assert list(violations(allowed(problem, fixes[kind]), applied_to((), fixes[kind]))) == []


def test_a_larger_team_is_offered_when_the_team_is_what_stands_in_the_way():
    problem = school(
        peers=[peer_of("P", max_sessions=1), peer_of("Q", max_sessions=1)],
        needs=[need_of("n1", "A", sessions=2, team_max=1)],
    )
    plan = (Session("n1", 0, ("P",)),)
    fixes = {fix.kind: fix for fix in fixes_for(problem, plan, "n1")}
    assert fixes["raise_team"].change == {"need": "n1", "field": "team_max", "from": 1, "to": 2}


def test_a_rearrangement_is_found_where_nobody_needs_to_change_a_rule():
    """P is with A, but Q could be; B needs a tutor, and only P is one."""
    problem = school(
        peers=[peer_of("P", roles=("buddy", "tutor"), max_partners=1), peer_of("Q")],
        needs=[need_of("n1", "A"), need_of("n2", "B", role="tutor")],
    )
    plan = (Session("n1", 0, ("P",)),)

    first = fixes_for(problem, plan, "n2")[0]

    assert (first.kind, first.meets, dict(first.change)) == ("rearrange", 1, {})
    assert first.costs == {"moved": 1, "wishes": 0, "pairs": 1}
    assert list(violations(problem, applied_to(plan, first))) == []


def test_a_met_need_needs_no_fix():
    assert fixes_for(school(), (Session("n1", 0, ("P",)),), "n1") == ()


def test_questions_about_a_plan_that_breaks_rules_are_answered_all_the_same():
    """A hand may have put P in two places at once; the desk keeps P busy and counts no further."""
    problem = school(needs=[need_of("n1", "A"), need_of("n2", "B"), need_of("n3", "A", slots=(3,))])
    broken = (Session("n1", 0, ("P",)), Session("n2", 0, ("P",)), Session("gone", 0, ("P",)))

    assert [one.code for one in why_not(problem, broken, "n2", 0, "P")] == ["busy"]
    assert fixes_for(problem, broken, "n3")
    assert dict(funnel(problem, broken, "n3"))["load_left"] == 2


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


@pytest.mark.parametrize("seed", [8, 13, 42, 91, 94])
def test_nobodys_pair_ends_to_save_the_pair_of_another(seed):
    """Where two come together and one leaves, the other pair may end; nobody else's is taken for it."""
    problem = crowded(seed)
    plan = solve(problem, iterations=100, seed=seed)
    focus = {one.id: one.student for one in problem.needs}

    def pairs(sessions):
        return {(focus[one.need], who) for one in sessions for who in one.peers}

    for leaves in sorted({who for one in plan.sessions for who in one.peers}):
        shaken = pairs(one for one in plan.sessions if leaves in one.peers)
        mended = without_peer(problem, plan, leaves, iterations=100)
        assert pairs(plan.sessions) - shaken <= pairs(mended.sessions)
