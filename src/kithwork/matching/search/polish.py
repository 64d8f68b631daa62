"""The last few per cent of a small school, by CP-SAT from a complete hint.

Large schools gain nothing here in the time a person waits: the annealer has them already.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from kithwork.matching.compiled import Compiled
from kithwork.matching.scoring import Weights

# Triples (need, slot, peer) above which the model is slower than the annealer.
MOST_TRIPLES = 25_000
LEAST_S = 0.5


def is_small_enough(c: Compiled) -> bool:
    return sum(len(there) for need in c.candidates for there in need.values()) <= MOST_TRIPLES


def polish(
    c: Compiled,
    weights: Weights,
    snapshot: list[tuple[int, int, list[int]]],
    *,
    deadline: float,
    seed: int,
    workers: int = 4,
    stop: Callable[[], bool] = lambda: False,
) -> list[tuple[int, int, list[int]]]:
    """Improve a snapshot with CP-SAT; the same one comes back when nothing better is found in time.

    `deadline` is in time.monotonic seconds and holds for building the model too. Needs several
    `workers`: one barely moves from its hint.
    """
    model = _Model(c, weights)
    model.hint(snapshot)
    left = deadline - time.monotonic()
    if left < LEAST_S or stop():
        return snapshot
    return model.solve(left, seed, workers, stop) or snapshot


class _Model:
    """The rules of section 1 as constraints, every variable hinted."""

    def __init__(self, c: Compiled, weights: Weights) -> None:
        from ortools.sat.python import cp_model

        self.cp, self.c, self.weights = cp_model, c, weights
        self.model = cp_model.CpModel()
        self.held: dict[tuple[int, int], Any] = {}
        self.comes: dict[tuple[int, int, int], Any] = {}
        self.on_team: dict[tuple[int, int], Any] = {}
        self.partner: dict[tuple[int, int], Any] = {}
        self.extra: list[tuple[Any, Callable[[Any], int]]] = []
        self._variables()
        self._sessions()
        self._people()
        self._lunches()
        self._groups()
        self._objective()

    def _variables(self) -> None:
        new = self.model.new_bool_var
        for n, there in enumerate(self.c.candidates):
            for s, peers in there.items():
                self.held[n, s] = new("")
                for p in peers:
                    self.comes[n, s, p] = new("")
        for n, _, p in self.comes:
            if (n, p) not in self.on_team:
                self.on_team[n, p] = new("")
            f = self.c.need_student[n]
            if (f, p) not in self.partner:
                self.partner[f, p] = new("")

    def _sessions(self) -> None:
        c, add = self.c, self.model.add
        of_need: dict[int, list[Any]] = defaultdict(list)
        team: dict[int, list[Any]] = defaultdict(list)
        for (n, s), held in self.held.items():
            of_need[n].append(held)
            peers = [self.comes[n, s, p] for p in c.candidates[n][s]]
            add(sum(peers) >= c.lo[n] * held)
            add(sum(peers) <= c.hi[n] * held)
        for (n, _, p), comes in self.comes.items():
            self.model.add_implication(comes, self.on_team[n, p])
            self.model.add_implication(comes, self.partner[c.need_student[n], p])
        for (n, _), member in self.on_team.items():
            team[n].append(member)
        for n, sessions in of_need.items():
            add(sum(sessions) <= c.k[n])
            add(sum(team[n]) <= c.team[n])
        for n, s, p in c.locks:
            if (n, s, p) in self.comes:
                add(self.comes[n, s, p] == 1)

    def _people(self) -> None:
        c, add = self.c, self.model.add
        at: dict[tuple[int, int], list[Any]] = defaultdict(list)
        week: dict[int, list[Any]] = defaultdict(list)
        day: dict[tuple[int, int], list[Any]] = defaultdict(list)
        partners: dict[int, list[Any]] = defaultdict(list)
        for (n, s), held in self.held.items():
            at[c.need_student[n], s].append(held)
        for (_, s, p), comes in self.comes.items():
            at[c.peer_student[p], s].append(comes)
            week[p].append(comes)
            day[p, c.day_of[s]].append(comes)
        for (_, p), partner in self.partner.items():
            partners[p].append(partner)
        for (student, s), things in at.items():
            self.model.add_at_most_one(things)
            for other in c.also[s]:
                if other > s:
                    self.model.add_at_most_one(things + at.get((student, other), []))
        for p, sessions in week.items():
            add(sum(sessions) <= c.week[p])
            add(sum(partners[p]) <= c.partners[p])
        for (p, _), sessions in day.items():
            add(sum(sessions) <= c.daily[p])

    def _lunches(self) -> None:
        """Days on which a peer gives up lunch, for those who could on more than they may."""
        c = self.c
        on_day: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for (n, s, p), comes in self.comes.items():
            if c.at_lunch[n]:
                on_day[p][c.day_of[s]].append(comes)
        for p, days in on_day.items():
            if len(days) <= c.lunches[p]:
                continue
            given = {day: self.model.new_bool_var("") for day in days}
            self.model.add(sum(given.values()) <= c.lunches[p])
            for day, sessions in days.items():
                self.extra.append((given[day], _gives_lunch(p, day)))
                for comes in sessions:
                    self.model.add_implication(comes, given[day])

    def _groups(self) -> None:
        at_once: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (n, s), held in self.held.items():
            if self.c.group[n] >= 0:
                at_once[self.c.group[n], s].append(held)
        for (g, _), sessions in at_once.items():
            if len(sessions) > self.c.group_cap[g]:
                self.model.add(sum(sessions) <= self.c.group_cap[g])

    def _objective(self) -> None:
        c, w, terms = self.c, self.weights, []
        of_student: dict[int, list[Any]] = defaultdict(list)
        for (n, _), held in self.held.items():
            of_student[c.need_student[n]].append(held)
        for f, sessions in of_student.items():
            bands = [self.model.new_bool_var("") for _ in c.marginal[f]]
            self.model.add(sum(bands) <= sum(sessions))
            terms += [
                w.utility * worth * band for worth, band in zip(c.marginal[f], bands, strict=True)
            ]
            self.extra += [(band, _at_least(f, number + 1)) for number, band in enumerate(bands)]
        for f in c.focus:
            wanted = [
                self.partner[f, p] for p in sorted(c.wanted.get(f, ())) if (f, p) in self.partner
            ]
            if wanted:
                has = self.model.new_bool_var("")
                self.model.add(has <= sum(wanted))
                terms.append(w.wish * has)
                self.extra.append((has, _has_wish(f)))
        self._partners_mean_company()
        terms += [
            w.pair * c.worth[n][p] * comes
            for (n, _, p), comes in self.comes.items()
            if c.worth[n][p]
        ]
        self.model.maximize(sum(terms))

    def _partners_mean_company(self) -> None:
        """A partner counts for a wish only when they really come."""
        together: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (n, _, p), comes in self.comes.items():
            together[self.c.need_student[n], p].append(comes)
        for (f, p), sessions in together.items():
            if p in self.c.wanted.get(f, ()):
                self.model.add(self.partner[f, p] <= sum(sessions))

    def hint(self, snapshot: list[tuple[int, int, list[int]]]) -> None:
        """Say where to start. Every variable, or CP-SAT discards the hint."""
        from kithwork.matching.search.state import State

        state = State(self.c, self.weights)
        state.load_sessions(snapshot)
        hint = self.model.add_hint
        for (n, s), held in self.held.items():
            hint(held, (n, s) in state.sessions)
        for (n, s, p), comes in self.comes.items():
            hint(comes, p in state.sessions.get((n, s), ()))
        for (n, p), member in self.on_team.items():
            hint(member, p in state.team[n])
        for (f, p), partner in self.partner.items():
            hint(partner, f in state.with_[p])
        for variable, value in self.extra:
            hint(variable, value(state))

    def solve(
        self, seconds: float, seed: int, workers: int, stop: Callable[[], bool]
    ) -> list[tuple[int, int, list[int]]] | None:
        solver = self.cp.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.1)
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed % 2**31
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.2):
                if stop():
                    solver.stop_search()
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            status = solver.solve(self.model)
        finally:
            over.set()
            watcher.join()
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return None
        return [
            (
                n,
                s,
                [p for p in self.c.candidates[n][s] if solver.boolean_value(self.comes[n, s, p])],
            )
            for (n, s), held in self.held.items()
            if solver.boolean_value(held)
        ]


def _at_least(f: int, number: int) -> Callable[[Any], int]:
    return lambda state: state.covered[f] >= number


def _gives_lunch(p: int, day: int) -> Callable[[Any], int]:
    return lambda state: state.lunches.given[day] >> p & 1


def _has_wish(f: int) -> Callable[[Any], int]:
    return lambda state: state.wished_pairs[f] > 0
