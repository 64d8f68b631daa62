"""The door: ask for a plan, watch it grow, stop it when it is good enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from kithwork.matching.bound import upper_bound
from kithwork.matching.compiled import Compiled
from kithwork.matching.measures import coverage_utility, scores
from kithwork.matching.plan import Plan, Session, Unmet
from kithwork.matching.problem import Problem
from kithwork.matching.scoring import WEIGHTS, Weights
from kithwork.matching.search.anneal import WARM, anneal
from kithwork.matching.search.greedy import fill_up, greedy, place_locks
from kithwork.matching.search.state import State, sessions_of, snapshot_of

AIMS = ("balanced", "time", "wishes")
# Worth of going on with a session of the plan in force: five units of coverage, in the search's weights.
KEEP = 5000
WARM_WHEN_KEEPING = 0.5
DEFAULT_SECONDS = 10.0
# Of the time given, the share that CP-SAT polishes a small school with.
POLISH_SHARE = 0.35

Snapshot = list[tuple[int, int, list[int]]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is. utility and bound in units of coverage, seconds since it began."""

    stage: str
    aim: str
    utility: int
    bound: int
    sessions: int
    wished: int
    seconds: float


def solve(
    problem: Problem,
    *,
    aim: str = "balanced",
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    keep: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    fixes: int = 0,
) -> Plan:
    """Find a plan that breaks no hard rule and leaves as few students out as can be.

    Parameters
    ----------
    problem
        The question.
    aim
        ``time`` (coverage first), ``wishes`` (the students' wishes first) or ``balanced``.
    seconds, iterations
        How long to look: wall time, or annealing steps. With iterations the same seed gives the same plan
        on every machine; without either, 10 seconds.
    seed
        Any whole number from 0.
    keep
        The plan in force: its sessions go on unless a rule or much more coverage speaks against it.
    progress
        Called at least once a second with a `Progress`.
    stop
        Asked several times a second; True ends the search and keeps the best plan found.
    fixes
        For up to this many open needs, look for changes that would meet them (see `fixes_for`).

    Raises
    ------
    ValueError
        If the aim is not one of AIMS, or seconds or iterations are below zero.
    """
    if aim not in AIMS:
        raise ValueError(f"aim must be one of {', '.join(AIMS)}, not {aim!r}")
    if (seconds is not None and seconds < 0) or (iterations is not None and iterations < 0):
        raise ValueError("seconds and iterations cannot be below zero")
    return _Solver(Compiled(problem), aim, seconds, iterations, seed, keep, progress, stop).plan(
        fixes
    )


class _Solver:
    """One search from the first bound to the finished plan."""

    def __init__(
        self,
        c: Compiled,
        aim: str,
        seconds: float | None,
        iterations: int | None,
        seed: int,
        keep: Plan | None,
        progress: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
        bound: int | None = None,
    ) -> None:
        self.c, self.aim, self.seed = c, aim, seed
        self.iterations = iterations
        self.seconds = seconds if seconds is not None or iterations is not None else DEFAULT_SECONDS
        self.begun = time.monotonic()
        self.weights: Weights = WEIGHTS[aim]
        self.say, self.asks_stop = progress, stop or (lambda: False)
        self.was_stopped = False
        self.last_said = 0.0
        self.bound = bound if bound is not None else upper_bound(c)
        self.kept = self._usable(keep)

    def stop(self) -> bool:
        self.was_stopped = self.was_stopped or self.asks_stop()
        return self.was_stopped

    def plan(self, fixes: int) -> Plan:
        state = self._start()
        self._tell("First plan", state.utility, len(state.sessions), now=True)
        snapshot, steps = self._anneal(state)
        snapshot = self._polish(snapshot)
        return self._finish(snapshot, steps, fixes)

    # ------------------------------------------------------------------ stages

    def _usable(self, keep: Plan | None) -> Snapshot:
        """Sessions of the plan in force whose need and people still exist."""
        if keep is None:
            return []
        c = self.c
        known = tuple(
            Session(one.need, one.slot, tuple(peer for peer in one.peers if peer in c.peer_index))
            for one in keep.sessions
            if one.need in c.need_index
        )
        return snapshot_of(c, known)

    def _start(self) -> State:
        state = State(self.c, self.weights)
        place_locks(state)
        for n, s, peers in self.kept:
            self._reward_keeping(n, peers)
            self._go_on_with(state, n, s, peers)
        greedy(state)
        return state

    def _reward_keeping(self, n: int, peers: list[int]) -> None:
        for p in peers:
            if p in self.c.worth[n] and self.c.worth[n][p] < KEEP:
                self.c.worth[n][p] += KEEP

    def _go_on_with(self, state: State, n: int, s: int, peers: list[int]) -> None:
        there = self.c.candidates[n].get(s, ())
        if not state.can_host(n, s):
            return
        mark = state.mark()
        state.hold(n, s)
        for p in peers:
            if p in there and len(state.sessions[n, s]) < self.c.hi[n] and state.can_come(p, n, s):
                state.join(n, s, p)
        if not fill_up(state, n, s):
            state.back_to(mark)
        state.forget()

    def _deadline(self, share: float) -> float | None:
        return self.begun + self.seconds * share if self.seconds is not None else None

    def _will_polish(self) -> bool:
        if self.iterations is not None or self.seconds is None or self.seconds < 3:
            return False
        from kithwork.matching.search.polish import is_small_enough

        return is_small_enough(self.c) and not self.kept

    def _anneal(self, state: State) -> tuple[Snapshot, int]:
        share = 1 - POLISH_SHARE if self._will_polish() else 1.0
        return anneal(
            state,
            seed=self.seed,
            iterations=self.iterations,
            deadline=self._deadline(share),
            warm=WARM if not self.kept else WARM_WHEN_KEEPING,
            stop=self.stop,
            look=lambda best, now: self._tell("Improving", now.utility, len(now.sessions)),
        )

    def _polish(self, snapshot: Snapshot) -> Snapshot:
        if not self._will_polish() or self.stop() or self.seconds is None:
            return snapshot
        left = self.begun + self.seconds - time.monotonic()
        state = State(self.c, self.weights)
        state.load_sessions(snapshot)
        if left < 1 or state.utility == self.bound:
            return snapshot
        self._tell("Polishing", state.utility, len(snapshot), now=True)
        from kithwork.matching.search.polish import polish

        def stop_and_tell() -> bool:
            self._tell("Polishing", state.utility, len(snapshot))
            return self.stop()

        return polish(
            self.c, self.weights, snapshot, seconds=left, seed=self.seed, stop=stop_and_tell
        )

    def _tell(self, stage: str, utility: int, sessions: int, *, now: bool = False) -> None:
        if self.say is None:
            return
        at = time.monotonic()
        if now or at - self.last_said >= 0.5:
            self.last_said = at
            wished = sum(self.c.wished.values())
            self.say(
                Progress(
                    stage,
                    self.aim,
                    utility,
                    self.bound,
                    sessions,
                    wished,
                    round(at - self.begun, 2),
                )
            )

    def _finish(self, snapshot: Snapshot, steps: int, fixes: int) -> Plan:
        from kithwork.matching.explain import backups, unmet_needs

        c = self.c
        sessions = sessions_of(c, snapshot)
        utility = coverage_utility(c, sessions)
        state = State(c, self.weights)
        state.load_sessions(snapshot)
        unmet: tuple[Unmet, ...] = unmet_needs(state, fixes=fixes)
        proved = utility >= self.bound
        return Plan(
            sessions=sessions,
            problem={"name": c.problem.name, "sha256": c.problem.digest()},
            status="optimal" if proved else ("stopped" if self.was_stopped else "bounded"),
            aim=self.aim,
            utility=utility,
            bound=self.bound,
            gap=round((self.bound - utility) / self.bound, 6) if self.bound else 0.0,
            seed=self.seed,
            iterations=steps,
            seconds=round(time.monotonic() - self.begun, 3),
            unmet=unmet,
            scores=scores(c, sessions),
            backups=backups(state),
        )


def three_plans(
    problem: Problem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    keep: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    fixes: int = 0,
) -> dict[str, Plan]:
    """Balanced, more time together, wishes first: a plan for each aim, sharing the time given.

    Arguments as in `solve`; `seconds` is for all three. Once `stop` says so, the rest are
    finished from their first plan at once.
    """
    bound = upper_bound(Compiled(problem))
    each = seconds / len(AIMS) if seconds is not None else None
    plans = {}
    for aim in AIMS:
        solver = _Solver(
            Compiled(problem), aim, each, iterations, seed, keep, progress, stop, bound=bound
        )
        plans[aim] = solver.plan(fixes)
    return plans
