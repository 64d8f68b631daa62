"""A plan under construction: which session is held when and by whom, and every count the rules need.

Changes go through `hold`, `drop`, `join` and `leave`; each is written to a journal so that
a chain that did not pay can be taken back exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kithwork.matching.compiled import Compiled
from kithwork.matching.plan import Session
from kithwork.matching.scoring import Weights
from kithwork.matching.search.lunches import Lunches

HOLD, DROP, JOIN, LEAVE = range(4)


class State:
    """Sessions as (need, slot) -> peers, with the counts of section 1's rules kept beside."""

    def __init__(self, compiled: Compiled, weights: Weights) -> None:
        c = self.c = compiled
        self.weights = weights
        self.sessions: dict[tuple[int, int], list[int]] = {}
        self.held = [0] * len(c.k)
        self.covered = dict.fromkeys(c.focus, 0)
        students = len(c.problem.students)
        # How many things a student is in at each slot, overlapping slots included: 0 or the rule is broken.
        self.busy = [bytearray(c.S) for _ in range(students)]
        self.where: dict[tuple[int, int], tuple[int, int]] = {}
        self.load = [0] * len(c.week)
        self.day_load: dict[tuple[int, int], int] = defaultdict(int)
        self.lunches = Lunches(c)
        self.with_: list[dict[int, int]] = [{} for _ in c.week]
        self.team: list[dict[int, int]] = [{} for _ in c.k]
        self.group_at: dict[tuple[int, int], int] = defaultdict(int)
        self.wished_pairs = dict.fromkeys(c.focus, 0)
        self.utility = 0
        self.wishes = 0
        self.pairs = 0
        # Continuity with a plan in force: who was with whom, how much that counts, and exactly when.
        self.keep_pairs: Mapping[tuple[int, int], int] = {}
        self.keep_places: frozenset[tuple[int, int, int]] = frozenset()
        self.keeps = 0
        self.stays = 0
        self.journal: list[tuple[int, int, int, int]] = []
        self._open_masks()
        self.locked: set[tuple[int, int]] = set()
        self.locked_peer: set[tuple[int, int, int]] = set()

    @property
    def score(self) -> int:
        w = self.weights
        score = w.utility * self.utility + w.wish * self.wishes + w.pair * self.pairs
        return score + w.keep * self.keeps + w.stay * self.stays

    # ------------------------------------------------------------ questions

    def can_host(self, n: int, s: int) -> bool:
        """May need n hold one more session, at s: count, the student's own time, supervision."""
        c = self.c
        if self.held[n] >= c.k[n] or (n, s) in self.sessions or self.busy[c.need_student[n]][s]:
            return False
        g = c.group[n]
        return g < 0 or self.group_at[g, s] < c.group_cap[g]

    def can_come(self, p: int, n: int, s: int) -> bool:
        """May peer p come to need n at s: own time, week, day, lunches, partners, team."""
        c = self.c
        if self.busy[c.peer_student[p]][s] or self.load[p] >= c.week[p]:
            return False
        if self.day_load[p, c.day_of[s]] >= c.daily[p] or not self.has_lunch_left(p, n, s):
            return False
        partners = self.with_[p]
        if c.need_student[n] not in partners and len(partners) >= c.partners[p]:
            return False
        team = self.team[n]
        return p in team or len(team) < c.team[n]

    def has_lunch_left(self, p: int, n: int, s: int) -> bool:
        """Would coming to need n at s leave peer p the lunches that are their own?"""
        return not self.c.at_lunch[n] or self.lunches.may_give(p, self.c.day_of[s])

    def able(self, n: int, s: int) -> int:
        """Everybody who `can_come` to need n at s, as bits: bit p is peer p. The search lives on this."""
        c = self.c
        mask = c.candidate_mask[n].get(s, 0) & self.free[s]
        if not mask:
            return 0
        mask &= self.week_open & self.day_open[c.day_of[s]]
        if c.at_lunch[n]:
            mask &= self.lunches.open_on(c.day_of[s])
        mask &= self.partner_open | self.partner_mask[c.need_student[n]]
        if len(self.team[n]) >= c.team[n]:
            mask &= sum(1 << p for p in self.team[n])
        return mask

    # ---------------------------------------------------------------- masks

    def _open_masks(self) -> None:
        """Peers as bits: free at a slot, below the limits of week, day and partners, with a student."""
        c = self.c
        everybody = (1 << len(c.week)) - 1
        self.free = [everybody] * c.S
        self.week_open, self.partner_open = everybody, everybody
        self.day_open = [everybody] * c.problem.days
        self.partner_mask = dict.fromkeys(c.focus, 0)
        for p in range(len(c.week)):
            self.look_again(p)

    def look_again(self, p: int) -> None:
        """After a limit of peer p changed: where do they stand now?"""
        c, bit = self.c, 1 << p
        for d in range(c.problem.days):
            self._set_day(p, d, bit)
        self._set_week(p, bit)
        self.lunches.look_again(p)

    def _set_week(self, p: int, bit: int) -> None:
        c = self.c
        self.week_open = self.week_open | bit if self.load[p] < c.week[p] else self.week_open & ~bit
        has_room = len(self.with_[p]) < c.partners[p]
        self.partner_open = self.partner_open | bit if has_room else self.partner_open & ~bit

    def _set_day(self, p: int, day: int, bit: int) -> None:
        has_room = self.day_load[p, day] < self.c.daily[p]
        self.day_open[day] = self.day_open[day] | bit if has_room else self.day_open[day] & ~bit

    # -------------------------------------------------------------- changes

    def hold(self, n: int, s: int) -> None:
        c = self.c
        f = c.need_student[n]
        self.sessions[n, s] = []
        self.held[n] += 1
        count = self.covered[f]
        self.covered[f] = count + 1
        self.utility += c.marginal[f][count]
        self._occupy(f, s, (n, s))
        if c.group[n] >= 0:
            self.group_at[c.group[n], s] += 1
        self.journal.append((HOLD, n, s, 0))

    def drop(self, n: int, s: int) -> None:
        """Take the session away; its peers must have left."""
        c = self.c
        f = c.need_student[n]
        del self.sessions[n, s]
        self.held[n] -= 1
        count = self.covered[f] - 1
        self.covered[f] = count
        self.utility -= c.marginal[f][count]
        self._release(f, s)
        if c.group[n] >= 0:
            self.group_at[c.group[n], s] -= 1
        self.journal.append((DROP, n, s, 0))

    def join(self, n: int, s: int, p: int) -> None:
        c = self.c
        f = c.need_student[n]
        self.sessions[n, s].append(p)
        self._occupy(c.peer_student[p], s, (n, s))
        self.load[p] += 1
        self.day_load[p, c.day_of[s]] += 1
        if c.at_lunch[n]:
            self.lunches.give(p, c.day_of[s])
        partners, team = self.with_[p], self.team[n]
        partners[f] = partners.get(f, 0) + 1
        team[p] = team.get(p, 0) + 1
        self.pairs += c.worth[n][p]
        bit = 1 << p
        if partners[f] == 1:
            self.partner_mask[f] |= bit
            self.keeps += self.keep_pairs.get((f, p), 0)
            if p in c.wanted.get(f, ()):
                self.wished_pairs[f] += 1
                self.wishes += self.wished_pairs[f] == 1
        self.stays += (n, s, p) in self.keep_places
        self._set_week(p, bit)
        self._set_day(p, c.day_of[s], bit)
        self.journal.append((JOIN, n, s, p))

    def leave(self, n: int, s: int, p: int) -> None:
        c = self.c
        f = c.need_student[n]
        self.sessions[n, s].remove(p)
        self._release(c.peer_student[p], s)
        self.load[p] -= 1
        self.day_load[p, c.day_of[s]] -= 1
        if c.at_lunch[n]:
            self.lunches.have_back(p, c.day_of[s])
        for counts, key in ((self.with_[p], f), (self.team[n], p)):
            counts[key] -= 1
            if not counts[key]:
                del counts[key]
        self.pairs -= c.worth[n][p]
        bit = 1 << p
        if f not in self.with_[p]:
            self.partner_mask[f] &= ~bit
            self.keeps -= self.keep_pairs.get((f, p), 0)
            if p in c.wanted.get(f, ()):
                self.wished_pairs[f] -= 1
                self.wishes -= self.wished_pairs[f] == 0
        self.stays -= (n, s, p) in self.keep_places
        self._set_week(p, bit)
        self._set_day(p, c.day_of[s], bit)
        self.journal.append((LEAVE, n, s, p))

    def _occupy(self, student: int, s: int, key: tuple[int, int]) -> None:
        self.keep_busy(student, s)
        self.where[student, s] = key

    def keep_busy(self, student: int, s: int) -> None:
        """The student has something at s, and so at every slot that overlaps it."""
        row, p = self.busy[student], self.c.peer_of_student.get(student)
        row[s] += 1
        for other in self.c.also[s]:
            row[other] += 1
        if p is not None:
            gone = ~(1 << p)
            self.free[s] &= gone
            for other in self.c.also[s]:
                self.free[other] &= gone

    def _release(self, student: int, s: int) -> None:
        row, p = self.busy[student], self.c.peer_of_student.get(student)
        self.where.pop((student, s), None)
        for slot in (s, *self.c.also[s]):
            row[slot] -= 1
            if p is not None and not row[slot]:
                self.free[slot] |= 1 << p

    def blockers(self, student: int, s: int) -> list[tuple[int, int]]:
        """The sessions this student is in at slot s or at a slot that overlaps it."""
        found = []
        for slot in (s, *self.c.also[s]):
            key = self.where.get((student, slot))
            if key is not None:
                found.append(key)
        return found

    def empty_and_drop(self, n: int, s: int) -> None:
        for p in list(self.sessions[n, s]):
            self.leave(n, s, p)
        self.drop(n, s)

    # --------------------------------------------------------------- taking back

    def mark(self) -> int:
        return len(self.journal)

    def back_to(self, mark: int) -> None:
        """Undo every change since `mark`."""
        undo = {HOLD: self.drop, DROP: self.hold}
        while len(self.journal) > mark:
            what, n, s, p = self.journal.pop()
            if what in undo:
                undo[what](n, s)
            elif what == JOIN:
                self.leave(n, s, p)
            else:
                self.join(n, s, p)
            self.journal.pop()

    def forget(self) -> None:
        """Keep what was done; nothing before now can be taken back."""
        self.journal.clear()

    # --------------------------------------------------------------- in and out

    def load_sessions(self, sessions: list[tuple[int, int, list[int]]]) -> None:
        for n, s, peers in sessions:
            self.hold(n, s)
            for p in peers:
                self.join(n, s, p)
        self.forget()

    def snapshot(self) -> list[tuple[int, int, list[int]]]:
        return [(n, s, list(peers)) for (n, s), peers in self.sessions.items()]


def sessions_of(
    compiled: Compiled, snapshot: list[tuple[int, int, list[int]]]
) -> tuple[Session, ...]:
    """A snapshot as the plan's sessions, in the order of needs and slots."""
    problem = compiled.problem
    return tuple(
        Session(
            need=problem.needs[n].id,
            slot=s,
            peers=tuple(problem.peers[p].student for p in sorted(peers)),
        )
        for n, s, peers in sorted(snapshot)
    )


def snapshot_of(
    compiled: Compiled, sessions: tuple[Session, ...]
) -> list[tuple[int, int, list[int]]]:
    """The plan's sessions as indexes. Raises KeyError for an id the problem does not know."""
    return [
        (compiled.need_index[one.need], one.slot, [compiled.peer_index[peer] for peer in one.peers])
        for one in sessions
    ]
