"""Mending a plan in force: who can step in today, and the smallest change after somebody leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from kithwork.matching.compiled import Compiled
from kithwork.matching.desk import state_of
from kithwork.matching.explain import Candidate, good_reasons, limits_against
from kithwork.matching.plan import Plan, Session
from kithwork.matching.problem import Problem
from kithwork.matching.solve import solve

DEFAULT_SECONDS = 1.0


def substitutes(
    problem: Problem | Compiled,
    plan: Plan | Iterable[Session],
    need: str,
    slot: int,
    *,
    absent: Collection[str] = (),
    limit: int = 3,
) -> list[Candidate]:
    """Peers who could take a place in one session today, best first; at most `limit`.

    They are there, ready, may pair, free at that time and within the day's limit. The week's and the
    partners' limits are set aside for one day, and said in ``against`` where they are reached.
    """
    state = state_of(problem, plan)
    c, n = state.c, state.c.need_index[need]
    present = set(state.sessions.get((n, slot), ()))
    found = []
    for p in c.candidates[n].get(slot, ()):
        student = c.problem.peers[p].student
        if p in present or student in absent or state.busy[c.peer_student[p]][slot]:
            continue
        if state.day_load[p, c.day_of[slot]] >= c.daily[p]:
            continue
        against = tuple(limits_against(state, n, slot, p))
        found.append(
            (len(against), p not in state.team[n], -c.worth[n][p], state.load[p], p, against)
        )
    found.sort(key=lambda row: row[:5])
    return [
        Candidate(c.problem.peers[p].student, c.worth[n][p], tuple(good_reasons(c, n, p)), against)
        for _, _, _, _, p, against in found[:limit]
    ]


def without_peer(
    problem: Problem,
    plan: Plan,
    peer: str,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
) -> Plan:
    """The plan after one peer leaves: everybody else's pairs go on, and gaps are filled."""
    left = replace(
        problem,
        peers=tuple(
            replace(one, max_sessions=0) if one.student == peer else one for one in problem.peers
        ),
        locks=tuple(lock for lock in problem.locks if lock[2] != peer),
    )
    return after_change(left, plan, seconds=seconds, iterations=iterations, seed=seed)


def after_change(
    problem: Problem,
    plan: Plan,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
) -> Plan:
    """The plan for a question that changed a little: as few sessions as possible differ from `plan`."""
    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    return solve(
        problem, aim=plan.aim, seconds=seconds, iterations=iterations, seed=seed, keep=plan
    )
