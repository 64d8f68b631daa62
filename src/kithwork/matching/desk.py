"""A plan laid out on the desk: with every count beside it, ready to be asked and rearranged."""

from __future__ import annotations

from collections.abc import Iterable

from kithwork.matching.compiled import Compiled
from kithwork.matching.plan import Plan, Session
from kithwork.matching.problem import Problem
from kithwork.matching.scoring import WEIGHTS
from kithwork.matching.search.state import State, sessions_of

Layout = dict[tuple[int, int], frozenset[int]]


def state_of(problem: Problem | Compiled, sessions: Plan | Iterable[Session]) -> State:
    """The sessions laid out with every count beside them.

    A session that breaks a hard rule stays outside the counts and cannot be moved; its
    people stay busy at that time. `check.violations` is what names it. Sessions of needs the
    problem does not know are left out.
    """
    c = problem if isinstance(problem, Compiled) else Compiled(problem)
    state = State(c, WEIGHTS["balanced"])
    given = sessions.sessions if isinstance(sessions, Plan) else tuple(sessions)
    for session in given:
        if session.need in c.need_index and not _lay(state, session):
            _keep_busy(state, session)
    for n, s, p in c.locks:
        if p in state.sessions.get((n, s), ()):
            state.locked.add((n, s))
            state.locked_peer.add((n, s, p))
    state.forget()
    return state


def _lay(state: State, session: Session) -> bool:
    c, n, s = state.c, state.c.need_index[session.need], session.slot
    there = c.candidates[n].get(s, ())
    peers = [c.peer_index.get(peer, -1) for peer in session.peers]
    if not (c.lo[n] <= len(set(peers)) == len(peers) <= c.hi[n]) or not state.can_host(n, s):
        return False
    mark = state.mark()
    state.hold(n, s)
    for p in peers:
        if p not in there or not state.can_come(p, n, s):
            state.back_to(mark)
            return False
        state.join(n, s, p)
    return True


def _keep_busy(state: State, session: Session) -> None:
    c, s = state.c, session.slot
    if not 0 <= s < c.S:
        return
    people = [c.need_student[c.need_index[session.need]]]
    people += [c.peer_student[c.peer_index[one]] for one in session.peers if one in c.peer_index]
    for student in people:
        state.keep_busy(student, s)


def layout(state: State) -> Layout:
    return {key: frozenset(peers) for key, peers in state.sessions.items()}


def moves(state: State, before: Layout) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    """Sessions to add and sessions to remove that lead from `before` to now."""
    now = layout(state)

    def changed(these: Layout, those: Layout) -> tuple[Session, ...]:
        keys = [key for key in these if those.get(key) != these[key]]
        return sessions_of(state.c, [(n, s, sorted(these[n, s])) for n, s in keys])

    return changed(now, before), changed(before, now)


def pairs_of(state: State) -> set[tuple[int, int]]:
    """(focus student, peer) who meet at least once."""
    return {(f, p) for p, partners in enumerate(state.with_) for f in partners}
