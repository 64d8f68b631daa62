"""Other ways to make a plan, to be compared with: what a careful person does in a spreadsheet, and textbook methods.

Each takes the compiled problem and returns sessions. All but `assigned_in_one_shot` keep every rule, because
they lay their choices out with the same counts as the search.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from kithwork.matching.compiled import Compiled, bits
from kithwork.matching.plan import Session
from kithwork.matching.scoring import WEIGHTS
from kithwork.matching.search import greedy as first
from kithwork.matching.search.polish import _Model
from kithwork.matching.search.state import State, sessions_of

Sessions = tuple[Session, ...]
IMPOSSIBLE = 1e6


def _sessions(state: State) -> Sessions:
    return sessions_of(state.c, state.snapshot())


def greedy(c: Compiled) -> Sessions:
    """The need with the fewest ways to be met comes first, one session a round."""
    state = State(c, WEIGHTS["time"])
    first.greedy(state)
    return _sessions(state)


def _fill(state: State, n: int, choose: Callable[[State, int, int], int | None]) -> None:
    """As many sessions of need n as fit, each with the people `choose` names."""
    c = state.c
    for s in sorted(c.candidates[n]):
        if not state.can_host(n, s):
            continue
        mark = state.mark()
        state.hold(n, s)
        while len(state.sessions[n, s]) < c.lo[n]:
            p = choose(state, n, s)
            if p is None:
                state.back_to(mark)
                break
            state.join(n, s, p)


def _alphabet(c: Compiled) -> list[int]:
    needs = c.problem.needs
    return sorted(range(len(needs)), key=lambda n: (needs[n].student, needs[n].id))


def spreadsheet(c: Compiled) -> Sessions:
    """Down the list of names; for every need the best match who is still free, until the row is full."""
    state = State(c, WEIGHTS["time"])
    for n in _alphabet(c):
        _fill(state, n, first.best_peer)
    return _sessions(state)


def spreadsheet_wishes_first(c: Compiled) -> Sessions:
    """Down the list once for the people each student asked for, then once more for everybody."""
    state = State(c, WEIGHTS["time"])

    def wished(state: State, n: int, s: int) -> int | None:
        able = [p for p in bits(state.able(n, s)) if p in c.wanted.get(c.need_student[n], ())]
        return max(able, key=lambda p: (c.worth[n][p], -p), default=None)

    for n in _alphabet(c):
        _fill(state, n, wished)
    for n in _alphabet(c):
        _fill(state, n, first.best_peer)
    return _sessions(state)


def _worth_of_pairs(c: Compiled) -> list[dict[int, int]]:
    """For each need, peer -> how many of its slots both could use."""
    common: list[dict[int, int]] = [{} for _ in c.k]
    for n, there in enumerate(c.candidates):
        for peers in there.values():
            for p in peers:
                common[n][p] = common[n].get(p, 0) + 1
    return common


def _assignment(c: Compiled) -> list[tuple[int, int]]:
    """(need, peer) for each wished session, one session of a peer's week each, by total worth."""
    common = _worth_of_pairs(c)
    rows = [n for n, k in enumerate(c.k) for _ in range(k)]
    columns = [p for p, week in enumerate(c.week) for _ in range(week)]
    cost = np.full((len(rows), len(columns)), IMPOSSIBLE)
    starts = np.concatenate(([0], np.cumsum(c.week)))
    for row, n in enumerate(rows):
        for p in common[n]:
            wish = 50 * (p in c.wanted.get(c.need_student[n], ()))
            cost[row, starts[p] : starts[p + 1]] = -(100 + wish + c.worth[n][p])
    chosen = zip(*linear_sum_assignment(cost), strict=True)
    return [(rows[row], columns[column]) for row, column in chosen if cost[row, column] < 0]


def assigned_in_one_shot(c: Compiled) -> Sessions:
    """Linear assignment of sessions to peers' weekly places, laid on the first common slots. Breaks rules."""
    taken: set[tuple[int, int]] = set()
    found = []
    for n, p in _assignment(c):
        slots = [
            s for s, there in sorted(c.candidates[n].items()) if p in there and (n, s) not in taken
        ]
        if slots:
            taken.add((n, slots[0]))
            found.append((n, slots[0], [p]))
    return sessions_of(c, found)


def assigned_and_repaired(c: Compiled) -> Sessions:
    """The same, leaving out whatever breaks a rule."""
    state = State(c, WEIGHTS["time"])
    for n, p in _assignment(c):
        _lay(state, n, p)
    return _sessions(state)


def _lay(state: State, n: int, p: int) -> bool:
    """One session of need n with peer p, and others beside p where the need asks for more."""
    for s in sorted(state.c.candidates[n]):
        if state.can_host(n, s) and state.can_come(p, n, s) and p in state.c.candidates[n][s]:
            mark = state.mark()
            state.hold(n, s)
            state.join(n, s, p)
            if first.fill_up(state, n, s):
                return True
            state.back_to(mark)
    return False


def maximum_weight_matching(c: Compiled) -> Sessions:
    """Needs and peers paired one to one with the greatest total weight; a pair meets as often as it can."""
    common = _worth_of_pairs(c)
    weight = np.zeros((len(c.k), max(1, len(c.week))))
    for n, peers in enumerate(common):
        for p, times in peers.items():
            wish = 50 * (p in c.wanted.get(c.need_student[n], ()))
            weight[n, p] = 100 * min(times, c.k[n], c.week[p]) + wish + c.worth[n][p]
    state = State(c, WEIGHTS["time"])
    for n, p in zip(*linear_sum_assignment(weight, maximize=True), strict=True):
        if weight[n, p] > 0:
            while _lay(state, int(n), int(p)):
                pass
    return _sessions(state)


def plain_cp_sat(c: Compiled, seconds: float) -> Sessions:
    """The whole model given to CP-SAT with 8 workers, no hint."""
    deadline = time.monotonic() + seconds
    model = _Model(c, WEIGHTS["time"])
    left = max(0.5, deadline - time.monotonic())
    return sessions_of(c, model.solve(left, 1, 8, lambda: False) or [])
