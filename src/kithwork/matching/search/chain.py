"""Makes room for one more session by moving others, losing none: a small, exact, repeatable search.

The annealer wanders; this looks. It is what confirms a fix before it is offered, and what a
person's one-change question is answered with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kithwork.matching.compiled import bits
from kithwork.matching.search.state import State

Key = tuple[int, int]

# How many things in a row may be moved aside for one session, and how many tries in all.
DEPTH, TRIES = 3, 250


class _SpentError(Exception):
    """The tries allowed, or the time, are used up: whatever was begun is taken back."""


class Chain:
    """Tries to hold one more session without ending any other.

    After a success the state holds the result (still to be taken back with `state.back_to`);
    after a failure it is as it was.
    """

    def __init__(self, state: State, *, depth: int = DEPTH, tries: int = TRIES) -> None:
        self.state, self.c = state, state.c
        self.depth, self.allowance, self.left = depth, tries, tries
        self.is_over: Callable[[], bool] = lambda: False

    def add(self, n: int, slots: Iterable[int] | None = None, must: int | None = None) -> bool:
        """Hold one more session of need n, at one of `slots`; with peer `must` among them, if given."""
        for depth in range(self.depth):  # the simplest way first
            self.left = self.allowance
            mark = self.state.mark()
            try:
                if any(self._at(n, s, must, depth) for s in self._slots(n, slots)):
                    return True
            except _SpentError:
                self.state.back_to(mark)
        return False

    def _at(self, n: int, s: int, must: int | None, depth: int) -> bool:
        mark = self.state.mark()
        if (
            self._hold(n, s, depth)
            and self._bring(n, s, must, depth)
            and self._fill(n, s, None, depth)
        ):
            return True
        self.state.back_to(mark)
        return False

    # ------------------------------------------------------------- the session

    def _slots(self, n: int, slots: Iterable[int] | None) -> list[int]:
        """Slots at which need n could have a session, those with most people ready first."""
        state, there = self.state, self.c.candidates[n]
        asked = there if slots is None else [s for s in slots if s in there]
        free = [s for s in asked if (n, s) not in state.sessions]
        ready = {s: state.able(n, s).bit_count() for s in free}
        return sorted(free, key=lambda s: (not state.can_host(n, s), -ready[s], s))

    def _hold(self, n: int, s: int, depth: int) -> bool:
        """Open a session of need n at s, moving aside what the student or the supervisor is in."""
        state, c = self.state, self.c
        if state.held[n] >= c.k[n] or (n, s) in state.sessions:
            return False
        student = c.need_student[n]
        if not self._free_student(student, s, depth):
            return False
        if not state.can_host(n, s) and not self._free_supervision(n, s, depth):
            return False
        state.hold(n, s)
        return True

    def _free_supervision(self, n: int, s: int, depth: int) -> bool:
        """Move one session of the same supervision group away from s."""
        if depth == 0:
            return False
        state, group = self.state, self.c.group
        for m in self.c.group_needs[group[n]]:
            key = (m, s)
            if key in state.sessions:
                mark = state.mark()
                if self._move(key, depth - 1) and state.can_host(n, s):
                    return True
                state.back_to(mark)
        return False

    def _bring(self, n: int, s: int, p: int | None, depth: int) -> bool:
        """Bring peer p, who has to be there, to session (n, s)."""
        if p is None:
            return True
        if not self.state.can_come(p, n, s) and not self._free_peer(p, n, s, depth):
            return False
        self.state.join(n, s, p)
        return True

    def _fill(self, n: int, s: int, without: int | None, depth: int) -> bool:
        """Bring peers to (n, s) until it has enough. Takes back what it did when it cannot."""
        state, c = self.state, self.c
        present = state.sessions[n, s]
        if len(present) >= c.lo[n]:
            return True
        able = state.able(n, s)
        if without is not None:
            able &= ~(1 << without)
        if depth == 0 and not able:
            return False
        worth = c.worth[n]
        ready = sorted(bits(able), key=lambda p: (-worth[p], state.load[p] - c.week[p], p))
        for p in ready[:3]:
            if self._try_with(p, n, s, without, depth):
                return True
        if depth == 0:
            return False
        others = [p for p in c.candidates[n][s] if p != without and p not in present]
        if len(present) + len(others) < c.lo[n]:
            return False
        blocked = sorted(set(others) - set(ready), key=lambda p: (-worth[p], p))
        return any(self._try_with(p, n, s, without, depth) for p in blocked)

    def _try_with(self, p: int, n: int, s: int, without: int | None, depth: int) -> bool:
        self.left -= 1
        if self.left < 0 or (self.left % 8 == 0 and self.is_over()):
            raise _SpentError
        state = self.state
        mark = state.mark()
        if state.can_come(p, n, s) or self._free_peer(p, n, s, depth):
            state.join(n, s, p)
            if self._fill(n, s, without, depth):
                return True
        state.back_to(mark)
        return False

    # ------------------------------------------------------------ making room

    def _free_student(self, student: int, s: int, depth: int) -> bool:
        """Take a student out of whatever they are in at s (or at an overlapping slot)."""
        for key in self.state.blockers(student, s):
            if depth == 0:
                return False
            own = self.c.need_student[key[0]] == student
            done = self._move(key, depth - 1) if own else self._release(key, student, depth - 1)
            if not done:
                return False
        return not self.state.busy[student][s]

    def _release(self, key: Key, student: int, depth: int) -> bool:
        return self._leave(key, self.c.peer_of_student[student], depth)

    def _leave(self, key: Key, p: int, depth: int) -> bool:
        """Peer p leaves a session; somebody else comes, or the session moves to another time."""
        state, (n, s) = self.state, key
        if p not in state.sessions.get(key, ()):  # an earlier move of this chain took care of it
            return True
        if (n, s, p) in state.locked_peer:
            return False
        mark = state.mark()
        state.leave(n, s, p)
        if self._fill(n, s, p, depth):
            return True
        state.back_to(mark)
        return self._move(key, depth, without=p)

    def _move(self, key: Key, depth: int, without: int | None = None) -> bool:
        """Hold a session at another of its slots instead."""
        state, (n, s) = self.state, key
        if key not in state.sessions:  # an earlier move of this chain took care of it
            return True
        if key in state.locked:
            return False
        mark = state.mark()
        state.empty_and_drop(n, s)
        for other in self._slots(n, None):
            if other != s:
                inner = state.mark()
                if self._hold(n, other, depth) and self._fill(n, other, without, depth):
                    return True
                state.back_to(inner)
        state.back_to(mark)
        return False

    def _free_peer(self, p: int, n: int, s: int, depth: int) -> bool:
        """Make peer p able to come to (n, s): own time, team, partners, lunches, day, week."""
        if depth == 0:
            return False
        state, c = self.state, self.c
        if not self._free_student(c.peer_student[p], s, depth):
            return False
        if (
            p not in state.team[n]
            and len(state.team[n]) >= c.team[n]
            and not self._free_team(n, s, depth)
        ):
            return False
        f, partners = c.need_student[n], state.with_[p]
        if (
            f not in partners
            and len(partners) >= c.partners[p]
            and not self._free_partner(p, depth)
        ):
            return False
        if not state.has_lunch_left(p, n, s) and not self._free_lunch(p, depth):
            return False
        day = c.day_of[s]
        if state.day_load[p, day] >= c.daily[p] and not self._free_load(p, day, depth):
            return False
        if state.load[p] >= c.week[p] and not self._free_load(p, None, depth):
            return False
        return state.can_come(p, n, s)

    def _free_load(self, p: int, day: int | None, depth: int) -> bool:
        """Take peer p out of one session of the day, or of the week."""
        for key in self._sessions_of(p):
            if day is None or self.c.day_of[key[1]] == day:
                mark = self.state.mark()
                if self._leave(key, p, depth - 1):
                    return True
                self.state.back_to(mark)
        return False

    def _free_partner(self, p: int, depth: int) -> bool:
        """End everything peer p does with one partner, the one with fewest sessions first."""
        partners = self.state.with_[p]
        for f in sorted(partners, key=lambda f: (partners[f], f)):
            theirs = [key for key in self._sessions_of(p) if self.c.need_student[key[0]] == f]
            if self._leave_all(theirs, p, depth):
                return True
        return False

    def _free_lunch(self, p: int, depth: int) -> bool:
        """Give peer p one of their lunches back, the day with fewest sessions first."""
        c, lunches = self.c, self.state.lunches
        for day in sorted(lunches.days_of(p), key=lambda day: (lunches.times[p, day], day)):
            theirs = [
                (n, s) for n, s in self._sessions_of(p) if c.at_lunch[n] and c.day_of[s] == day
            ]
            if self._leave_all(theirs, p, depth):
                return True
        return False

    def _free_team(self, n: int, s: int, depth: int) -> bool:
        """Let one member of need n's team leave it."""
        state = self.state
        team = state.team[n]
        for q in sorted(team, key=lambda q: (team[q], q)):
            theirs = [key for key in self._sessions_of(q) if key[0] == n]
            if (n, s) not in theirs and self._leave_all(theirs, q, depth):
                return True
        return False

    def _leave_all(self, keys: list[Key], p: int, depth: int) -> bool:
        mark = self.state.mark()
        if len(keys) <= 3 and all(self._leave(key, p, depth - 1) for key in keys):
            return True
        self.state.back_to(mark)
        return False

    def _sessions_of(self, p: int) -> list[Key]:
        """The sessions peer p comes to, in order of slot."""
        student, where = self.c.peer_student[p], self.state.where
        found = [where[student, s] for s in range(self.c.S) if (student, s) in where]
        return [key for key in found if p in self.state.sessions[key]]
