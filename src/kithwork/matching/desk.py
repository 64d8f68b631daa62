"""A plan laid out on the desk: with every count beside it, ready to be asked and rearranged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kithwork.matching.compiled import Compiled
from kithwork.matching.plan import Plan, Session
from kithwork.matching.problem import FREE, LUNCH, Problem
from kithwork.matching.scoring import WEIGHTS
from kithwork.matching.search.state import State, sessions_of

Key = tuple[int, int]
Layout = dict[Key, frozenset[int]]


class Desk:
    """One problem and one plan, in whole numbers. Making one costs a compile; ask it often.

    Sessions that break a hard rule stay where they are and keep their people busy, but are
    never counted with or moved.
    """

    def __init__(self, problem: Problem, plan: Plan | Iterable[Session]) -> None:
        self._set(State(Compiled(problem), WEIGHTS["balanced"]))
        sessions = plan.sessions if isinstance(plan, Plan) else tuple(plan)
        for session in sorted(sessions, key=lambda one: (one.need, one.slot)):
            self._lay(session)
        self._lock()
        self.state.forget()

    @classmethod
    def over(cls, state: State) -> Desk:
        """A desk over a state the search already has."""
        desk = cls.__new__(cls)
        desk._set(state)
        desk._lock()
        return desk

    def _set(self, state: State) -> None:
        self.state, self.c = state, state.c
        self.problem = state.c.problem
        self._there: dict[tuple[int, str | None], list[int]] | None = None

    def _lay(self, session: Session) -> None:
        state, c = self.state, self.c
        n = c.need_index.get(session.need)
        peers = [
            c.peer_index[peer] for peer in dict.fromkeys(session.peers) if peer in c.peer_index
        ]
        if n is None:
            return
        s, mark = session.slot, state.mark()
        there = c.candidates[n].get(s, ())
        if state.can_host(n, s):
            state.hold(n, s)
            for p in peers:
                if p not in there or not state.can_come(p, n, s):
                    break
                state.join(n, s, p)
            else:
                if c.lo[n] <= len(peers) <= c.hi[n]:
                    return
            state.back_to(mark)
        for student in (c.need_student[n], *(c.peer_student[p] for p in peers)):
            if 0 <= s < c.S:
                state.busy[student][s] += 1

    def _lock(self) -> None:
        for n, s, p in self.c.locks:
            if p in self.state.sessions.get((n, s), ()):
                self.state.locked.add((n, s))
                self.state.locked_peer.add((n, s, p))

    # ------------------------------------------------------------- questions

    def there(self, n: int, s: int) -> list[int]:
        """Peers who are where need n is, or free to go there, at slot s; trained or not."""
        if self._there is None:
            self._there = defaultdict(list)
            for p, student in enumerate(self.c.peer_student):
                for slot, place in enumerate(self.problem.students[student].at):
                    if place is not None:
                        self._there[slot, place].append(p)
        need = self.problem.needs[n]
        if need.setting == "class":
            found = self._there.get((s, need.section), []) + self._there.get((s, FREE), [])
        else:
            found = self._there.get((s, FREE if need.setting == "free" else LUNCH), [])
        return [p for p in found if self.c.peer_student[p] != self.c.need_student[n]]

    def open_slots(self, n: int) -> list[int]:
        """Slots the need allows, the student is there, and no session of it is held yet."""
        need, student = self.problem.needs[n], self.c.need_student[n]
        return [
            s
            for s in need.slots
            if (n, s) not in self.state.sessions and self.c.is_there(need, student, s)
        ]

    def missing(self, n: int) -> int:
        return self.c.k[n] - self.state.held[n]

    def unmet(self) -> list[int]:
        return [n for n in range(len(self.c.k)) if self.missing(n) > 0]

    # --------------------------------------------------------------- changes

    def layout(self) -> Layout:
        return {key: frozenset(peers) for key, peers in self.state.sessions.items()}

    def moves(self, before: Layout) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
        """Sessions to add and to remove that lead from `before` to now."""
        now = self.layout()
        add = [key for key in now if before.get(key) != now[key]]
        remove = [key for key in before if now.get(key) != before[key]]
        return self._sessions(add, now), self._sessions(remove, before)

    def _sessions(self, keys: list[Key], layout: Layout) -> tuple[Session, ...]:
        return sessions_of(self.c, [(n, s, sorted(layout[n, s])) for n, s in keys])

    def pairs(self) -> set[tuple[int, int]]:
        """(focus student, peer) who meet at least once."""
        return {(f, p) for p, partners in enumerate(self.state.with_) for f in partners}
