"""Random crowded schools: the solver, the judge and a second judge who knows neither."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.matching import Session, fixes_for, solve, violations
from kithwork.matching.bound import upper_bound
from kithwork.matching.check import Violation
from kithwork.matching.compiled import Compiled, bits
from kithwork.matching.desk import state_of

from .brute import is_sound, utility
from .crowded import crowded


@pytest.mark.parametrize("seed", range(40))
def test_every_plan_passes_both_judges_and_stays_under_the_bound(seed):
    problem = crowded(seed)

    plan = solve(problem, iterations=300, seed=seed)

    assert list(violations(problem, plan)) == []
    assert is_sound(problem, plan.sessions)
    assert plan.utility == utility(problem, plan.sessions) <= plan.bound == upper_bound(problem)
    held = {need.id: sum(one.need == need.id for one in plan.sessions) for need in problem.needs}
    assert {one.need: one.missing for one in plan.unmet} == {
        need.id: need.sessions - held[need.id]
        for need in problem.needs
        if held[need.id] < need.sessions
    }


def spoiled(sessions: tuple[Session, ...], problem, draw: Random) -> tuple[Session, ...]:
    """The plan as a careless hand might leave it."""
    rows = list(sessions)
    peers = [one.student for one in problem.peers]
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(rows))
        kind = draw.choice(("other peer", "more peers", "other slot", "again", "gone"))
        one = rows[at]
        if kind == "other peer":
            rows[at] = replace(one, peers=(draw.choice(peers), *one.peers[1:]))
        elif kind == "more peers":
            rows[at] = replace(one, peers=(*one.peers, draw.choice(peers)))
        elif kind == "other slot":
            rows[at] = replace(one, slot=draw.randrange(problem.slots))
        elif kind == "again":
            rows.append(replace(one, slot=draw.randrange(problem.slots)))
        elif len(rows) > 1:
            rows.pop(at)
    return tuple(rows)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(seed=st.integers(0, 30), hand=st.integers(0, 10_000))
def test_both_judges_agree_on_every_edit(seed, hand):
    problem = crowded(seed)
    plan = solve(problem, iterations=30, seed=seed)
    if not plan.sessions:
        return
    draw = Random(hand)
    locks = tuple((one.need, one.slot, one.peers[0]) for one in plan.sessions[:2])
    problem = problem.with_changes(locks=locks if draw.random() < 0.3 else ())

    sessions = spoiled(plan.sessions, problem, draw)

    broken = list(violations(problem, sessions))
    assert (broken == []) is is_sound(problem, sessions), broken
    assert all(isinstance(one, Violation) and str(one).endswith(".") for one in broken)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 200), aim=st.sampled_from(("time", "balanced", "wishes")))
def test_the_scores_add_up(seed, aim):
    problem = crowded(seed)

    plan = solve(problem, aim=aim, iterations=60, seed=seed)

    wished = sum(need.sessions for need in problem.needs)
    focus = {need.student for need in problem.needs}
    assert plan.scores["coverage_pct"] == round(100 * len(plan.sessions) / wished, 1)
    assert sum(plan.scores["levels"]) == len(focus)
    assert sum(one.missing for one in plan.unmet) == wished - len(plan.sessions)
    assert 0 <= plan.scores["gini"] < 1
    assert plan.gap == pytest.approx(
        (plan.bound - plan.utility) / plan.bound if plan.bound else 0, abs=1e-6
    )


@pytest.mark.parametrize("seed", range(12))
def test_peers_as_bits_and_peers_asked_one_by_one_are_the_same(seed):
    problem = crowded(seed)
    c = Compiled(problem)
    state = state_of(c, solve(problem, iterations=80, seed=seed))
    for n, need in enumerate(problem.needs):
        for s in need.slots:
            asked = [
                p
                for p in range(len(c.week))
                if c.may_pair(n, p) and c.can_be_there(need, c.peer_student[p], s)
            ]
            if len(asked) < need.min_peers or not c.is_there(need, c.need_student[n], s):
                asked = []
            assert c.candidates[n].get(s, []) == asked
            assert bits(state.able(n, s)) == [p for p in asked if state.can_come(p, n, s)]


def allowed(problem, fix):
    """The problem with the one field changed that the fix asks for."""
    change = dict(fix.change)
    if "supervision" in change:
        caps = {**problem.supervision, change["supervision"]: change["to"]}
        return problem.with_changes(supervision=caps)
    if not change:
        return problem
    rows, key = ("peers", "student") if "peer" in change else ("needs", "id")
    who, name = change.get("peer") or change["need"], change["field"]

    def value(one):
        return (*getattr(one, name), change["add"]) if "add" in change else change["to"]

    return problem.with_changes(
        **{
            rows: tuple(
                replace(one, **{name: value(one)}) if getattr(one, key) == who else one
                for one in getattr(problem, rows)
            )
        }
    )


@pytest.mark.parametrize("seed", range(40))
def test_fixes_in_crowded_schools_are_sound_and_end_nobodys_time(seed):
    problem = crowded(seed)
    sessions = solve(problem, iterations=0, seed=seed).sessions
    if seed % 2:
        locks = tuple((one.need, one.slot, one.peers[0]) for one in sessions[:2])
        problem = problem.with_changes(locks=locks)
    held = Counter(one.need for one in sessions)
    for need in problem.needs:
        for fix in fixes_for(problem, sessions, need.id, limit=9):
            gone = {(one.need, one.slot) for one in fix.remove}
            after = (*(one for one in sessions if (one.need, one.slot) not in gone), *fix.add)
            assert is_sound(allowed(problem, fix), after), fix
            more = Counter(one.need for one in after)
            assert more - held == Counter({need.id: fix.meets})
            assert not held - more
