"""Annealing on sessions with ejection chains: the part that finds most of the plan.

One step wants something for one student (a session not held, or a partner asked for),
makes room for it by moving others aside, tries to place those again, and keeps the
result when it is better, or not much worse while the search is still warm.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from random import Random

from kithwork.matching.compiled import bits
from kithwork.matching.search.greedy import best_peer, insert
from kithwork.matching.search.state import State

Displaced = list[tuple[int, int, bool]]

LOOK_EVERY = 64
# How worse a step may be at first and at the end, in units of coverage utility.
WARM, COLD = 6.0, 0.15


def anneal(
    state: State,
    *,
    seed: int,
    iterations: int | None = None,
    deadline: float | None = None,
    warm: float = WARM,
    stop: Callable[[], bool] = lambda: False,
    look: Callable[[int, int], None] = lambda utility, sessions: None,
) -> tuple[list[tuple[int, int, list[int]]], int]:
    """Improve the state until the iterations are done, the time is up or `stop` says so.

    Returns the best snapshot and the number of steps taken. Deterministic for a seed when
    `iterations` is given; with `deadline` (time.monotonic seconds) the clock decides. `warm` is how much
    worse a step may be at first, in units of coverage: low when most of the plan should stay.
    """
    search = Search(state, Random(seed), warm)
    begun, done = time.monotonic(), 0
    span = (deadline - begun) if deadline else 0.0
    while search.has_something_to_do:
        if done % LOOK_EVERY == 0:
            if stop() or (deadline and time.monotonic() >= deadline):
                break
            share = (
                done / iterations if iterations else (time.monotonic() - begun) / max(span, 1e-9)
            )
            search.cool(min(share, 1.0))
            look(*search.best_seen)
        if iterations is not None and done >= iterations:
            break
        search.step()
        done += 1
    search.keep_best()
    return search.best, done


class Search:
    """One annealing run: its temperature, its wishes left, the best it met."""

    def __init__(self, state: State, draw: Random, warm: float = WARM) -> None:
        self.state, self.draw, self.c, self.warm = state, draw, state.c, warm
        self.best_score = state.score
        # Coverage utility and sessions of the best plan met.
        self.best_seen = (state.utility, len(state.sessions))
        self.best = state.snapshot()
        self.at_best = False
        self.temperature = 0.0
        self.hosts = [sorted(there) for there in self.c.candidates]
        self.wishers = [f for f in self.c.focus if self.c.could_grant(f)]
        self.open = [n for n in range(len(self.c.k)) if self.hosts[n]]

    @property
    def has_something_to_do(self) -> bool:
        return bool(self.open)

    def cool(self, share: float) -> None:
        warm, cold = self.warm * self.state.weights.utility, COLD * self.state.weights.utility
        self.temperature = warm * (cold / warm) ** share

    def step(self) -> None:
        state = self.state
        before, mark = state.score, state.mark()
        if self.wishers and self.draw.random() < 0.2:
            did = self._seek_wish()
        elif self.draw.random() < 0.06:
            did = self._shake()
        else:
            did = self._seek_time()
        if not did:
            state.back_to(mark)
            return
        delta = state.score - before
        if delta < 0 and self.draw.random() >= math.exp(delta / self.temperature):
            state.back_to(mark)
            return
        if delta < 0 and self.at_best:
            # About to leave the best plan met: come back, write it down, and try something else next.
            state.back_to(mark)
            self.keep_best()
            return
        state.forget()
        if state.score > self.best_score:
            self.best_score, self.at_best = state.score, True
            self.best_seen = (state.utility, len(state.sessions))

    def keep_best(self) -> None:
        """Write the best plan down. Only when it is left, since most bests are bettered at once."""
        if self.at_best:
            self.best, self.at_best = self.state.snapshot(), False

    # ------------------------------------------------------------------ steps

    def _seek_time(self) -> bool:
        """Hold one more session for somebody who has fewer than they wished for."""
        n = self._needy()
        if n is None:
            return self._shake()
        s = self._draw_slot(n)
        if s is None:
            return False
        return insert(self.state, n, s) or self.force(n, s)

    def _needy(self) -> int | None:
        held, k = self.state.held, self.c.k
        for _ in range(12):
            n = self.open[int(self.draw.random() * len(self.open))]
            if held[n] < k[n]:
                return n
        missing = [n for n in self.open if held[n] < k[n]]
        return missing[int(self.draw.random() * len(missing))] if missing else None

    def _draw_slot(self, n: int) -> int | None:
        slots, sessions = self.hosts[n], self.state.sessions
        for _ in range(4):
            s = slots[int(self.draw.random() * len(slots))]
            if (n, s) not in sessions:
                return s
        return None

    def force(self, n: int, s: int) -> bool:
        """Hold need n at s by moving aside whatever is in the way, then find the others new places."""
        out: Displaced = []
        if not self._clear_for_session(n, s, out):
            return False
        state = self.state
        state.hold(n, s)
        while len(state.sessions[n, s]) < self.c.lo[n]:
            if not self._force_peer(n, s, None, out):
                return False
        return self._place_again(out)

    def _seek_wish(self) -> bool:
        """Bring a partner a student asked for into one of their sessions."""
        f = self.wishers[int(self.draw.random() * len(self.wishers))]
        state, c = self.state, self.c
        if state.wished_pairs[f] and self.draw.random() < 0.8:
            return False
        choices = [
            (n, s, p)
            for n in c.needs_of[f]
            for s in self.hosts[n]
            if (n, s) in state.sessions
            for p in c.candidates[n][s]
            if p in c.wanted[f] and p not in state.sessions[n, s]
        ]
        if not choices:
            return False
        n, s, p = choices[int(self.draw.random() * len(choices))]
        out: Displaced = []
        if len(state.sessions[n, s]) >= c.hi[n] or self.draw.random() < 0.7:
            movable = [q for q in state.sessions[n, s] if (n, s, q) not in state.locked_peer]
            if not movable:
                return False
            state.leave(n, s, min(movable, key=lambda q: (c.worth[n][q], q)))
        if not self._force_peer(n, s, p, out):
            return False
        if not self._enough(n, s, out):
            return False
        return self._place_again(out)

    def _shake(self) -> bool:
        """Swap one peer of a session for another who could come: cheap, and opens new ways."""
        state = self.state
        n = self.open[int(self.draw.random() * len(self.open))]
        held = [s for s in self.hosts[n] if (n, s) in state.sessions]
        if not held:
            return False
        s = held[int(self.draw.random() * len(held))]
        movable = [q for q in state.sessions[n, s] if (n, s, q) not in state.locked_peer]
        if not movable:
            return False
        q = movable[int(self.draw.random() * len(movable))]
        state.leave(n, s, q)
        others = [p for p in bits(state.able(n, s)) if p != q]
        if not others:
            return False
        state.join(n, s, others[int(self.draw.random() * len(others))])
        return True

    # ---------------------------------------------------------------- ejection

    def _clear_for_session(self, n: int, s: int, out: Displaced) -> bool:
        """Make the student, the need and the supervisor free at s."""
        state, c = self.state, self.c
        f = c.need_student[n]
        for key in state.blockers(f, s):
            if not self._move_aside(key, f, out):
                return False
        if state.held[n] >= c.k[n]:
            return False
        g = c.group[n]
        if g >= 0 and state.group_at[g, s] >= c.group_cap[g]:
            at_once = [
                (m, s)
                for m in c.group_needs[g]
                if (m, s) in state.sessions and (m, s) not in state.locked
            ]
            if not at_once:
                return False
            self._eject(at_once[int(self.draw.random() * len(at_once))], out)
        return state.can_host(n, s)

    def _force_peer(self, n: int, s: int, p: int | None, out: Displaced) -> bool:
        """Bring peer p (or one drawn) to session (n, s), moving aside what keeps them away."""
        state, c = self.state, self.c
        present = state.sessions[n, s]
        if p is None:
            p = self._draw_peer(n, s, present)
            if p is None:
                return False
        student = c.peer_student[p]
        for key in state.blockers(student, s):
            if key == (n, s) or not self._move_aside(key, student, out):
                return False
        if not self._make_room(n, s, p, out) or not state.can_come(p, n, s):
            return False
        state.join(n, s, p)
        return True

    def _make_room(self, n: int, s: int, p: int, out: Displaced) -> bool:
        """Bring p below the limits of partners, team, lunches, day and week."""
        state, c = self.state, self.c
        partners, team, day = state.with_[p], state.team[n], c.day_of[s]
        too_many_partners = c.need_student[n] not in partners and len(partners) >= c.partners[p]
        if too_many_partners and not (partners and self._leave_partner(p, out)):
            return False
        if p not in team and len(team) >= c.team[n] and not self._shrink_team(n, s, out):
            return False
        if not state.has_lunch_left(p, n, s) and not self._give_lunch_back(p, out):
            return False
        if state.day_load[p, day] >= c.daily[p] and not self._lighten(p, day, out):
            return False
        return state.load[p] < c.week[p] or self._lighten(p, None, out)

    def _draw_peer(self, n: int, s: int, present: list[int]) -> int | None:
        """A free candidate if there is one (good pairs more often), else any candidate."""
        there = self.c.candidates[n][s]
        free = bits(self.state.able(n, s))
        if free:
            return max(free, key=lambda p: (self.c.worth[n][p] + 4 * self.draw.random(), p))
        for _ in range(4):
            p = there[int(self.draw.random() * len(there))]
            if p not in present:
                return p
        return None

    def _move_aside(self, key: tuple[int, int], student: int, out: Displaced) -> bool:
        """Take `student` out of the session `key`: as a peer they leave it, their own session ends."""
        if key in self.state.locked:
            return False
        p = self.c.peer_of_student.get(student)
        if self.c.need_student[key[0]] == student or p is None:
            self._eject(key, out)
        else:
            self._take_from(key, p, out)
        return True

    def _eject(self, key: tuple[int, int], out: Displaced) -> None:
        self.state.empty_and_drop(*key)
        out.append((*key, False))

    def _take_from(self, key: tuple[int, int], p: int, out: Displaced) -> None:
        """Let p leave; what then has too few people looks for somebody else, or ends."""
        self.state.leave(*key, p)
        if len(self.state.sessions[key]) < self.c.lo[key[0]]:
            out.append((*key, True))

    def _sessions_of_peer(self, p: int, day: int | None) -> list[tuple[int, int]]:
        c, where, student = self.c, self.state.where, self.c.peer_student[p]
        slots = range(c.S) if day is None else range(day * c.periods, (day + 1) * c.periods)
        found = []
        for s in slots:
            key = where.get((student, s))
            if key and p in self.state.sessions[key] and (*key, p) not in self.state.locked_peer:
                found.append(key)
        return found

    def _lighten(self, p: int, day: int | None, out: Displaced) -> bool:
        """Take one session (of a day, or of the week) from a peer who is at the limit."""
        keys = self._sessions_of_peer(p, day)
        if not keys:
            return False
        self._take_from(keys[int(self.draw.random() * len(keys))], p, out)
        return True

    def _leave_partner(self, p: int, out: Displaced) -> bool:
        """End everything p does with one partner."""
        partners = list(self.state.with_[p])
        other = partners[int(self.draw.random() * len(partners))]
        keys = [
            key for key in self._sessions_of_peer(p, None) if self.c.need_student[key[0]] == other
        ]
        if len(keys) < self.state.with_[p][other]:
            return False
        for key in keys:
            self._take_from(key, p, out)
        return True

    def _give_lunch_back(self, p: int, out: Displaced) -> bool:
        """End everything p does at lunch on one day."""
        days = self.state.lunches.days_of(p)
        if not days:
            return False
        day = days[int(self.draw.random() * len(days))]
        keys = [key for key in self._sessions_of_peer(p, day) if self.c.at_lunch[key[0]]]
        if len(keys) < self.state.lunches.times[p, day]:
            return False
        for key in keys:
            self._take_from(key, p, out)
        return True

    def _shrink_team(self, n: int, s: int, out: Displaced) -> bool:
        """Let one member of need n's team leave all of its sessions."""
        team = [q for q in self.state.team[n] if q not in self.state.sessions[n, s]]
        if not team:
            return False
        q = team[int(self.draw.random() * len(team))]
        for t in self.hosts[n]:
            if q in self.state.sessions.get((n, t), ()):
                if (n, t, q) in self.state.locked_peer:
                    return False
                self._take_from((n, t), q, out)
        return True

    # ------------------------------------------------------------- placing again

    def _enough(self, n: int, s: int, out: Displaced) -> bool:
        """Fill a session that lost people up again with free candidates."""
        state = self.state
        while len(state.sessions[n, s]) < self.c.lo[n]:
            p = best_peer(state, n, s)
            if p is None:
                return False
            state.join(n, s, p)
        return True

    def _place_again(self, out: Displaced) -> bool:
        """Find other people, or another time, for every session that was moved aside.

        False when a locked session could not be filled again: then the step is no good.
        """
        state = self.state
        for n, s, is_standing in out:
            if is_standing and (n, s) in state.sessions:
                if self._enough(n, s, out):
                    continue
                if (n, s) in state.locked:
                    return False
                state.empty_and_drop(n, s)
            if state.held[n] >= self.c.k[n]:
                continue
            slots = self.hosts[n]
            first = int(self.draw.random() * len(slots))
            for at in range(len(slots)):
                if insert(state, n, slots[(first + at) % len(slots)]):
                    break
        return True
