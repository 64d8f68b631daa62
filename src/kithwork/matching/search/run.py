"""One search from the first plan to the last: greedy, annealing, polish, and what is left by chains."""

from __future__ import annotations

from dataclasses import replace

from kithwork.matching.compiled import Compiled
from kithwork.matching.plan import Plan
from kithwork.matching.scoring import WEIGHTS
from kithwork.matching.search.anneal import WARM, anneal
from kithwork.matching.search.chain import Chain
from kithwork.matching.search.greedy import fill_up, greedy, place_locks
from kithwork.matching.search.polish import is_small_enough, polish
from kithwork.matching.search.state import State
from kithwork.matching.search.telling import Watch

Snapshot = list[tuple[int, int, list[int]]]

# Worth of going on with a pair of the plan in force: above anybody's first session, so that a pair ends only
# when a rule ends it; and of staying at the same time: a little under a second quarter's last session.
KEEP, STAY = 100_000, 3_000
# A pair whose sessions all stand counts so many times as one whose session lost somebody: nobody's
# pair ends to save another's.
STANDING = 100
# How worse a step may be at first when a plan in force, or a plan just found, is the start.
WARM_START = 2.0
# Shares of the time: annealing ends here with a polish after it, and without.
ANNEAL_THEN_POLISH, ANNEAL_ALONE, POLISH_ENDS, SETTLED = 0.6, 0.9, 0.9, 0.96
# Below this it brings less than annealing does: importing and building the model take seconds of their own.
LEAST_POLISH_S = 5.0


class Run:
    """A search with one aim. The same seed and iterations give the same plan."""

    def __init__(
        self,
        c: Compiled,
        watch: Watch,
        *,
        iterations: int | None,
        seed: int,
        workers: int,
        keep: Plan | None = None,
        start: Snapshot | None = None,
    ) -> None:
        self.c, self.watch = c, watch
        self.iterations, self.seed, self.workers = iterations, seed, workers
        self.start = start
        self.kept = _known_part(c, keep) if keep else []
        self.keep_pairs = {
            (c.need_student[n], p): STANDING for n, _, peers in self.kept for p in peers
        }
        self.keep_places = frozenset((n, s, p) for n, s, peers in self.kept for p in peers)
        self.weights = WEIGHTS[watch.aim]
        if keep:
            self.weights = replace(self.weights, keep=KEEP, stay=STAY)
        self.steps = 0

    def state(self, snapshot: Snapshot | None = None) -> State:
        """An empty state, or one with these sessions, that counts as this run does."""
        state = State(self.c, self.weights)
        state.keep_pairs, state.keep_places = self.keep_pairs, self.keep_places
        if snapshot is not None:
            place_locks(state)
            if state.locked:  # the sessions hold the locked ones too: lay everything out once
                locked, people = state.locked, state.locked_peer
                state = State(self.c, self.weights)
                state.keep_pairs, state.keep_places = self.keep_pairs, self.keep_places
                state.locked, state.locked_peer = locked, people
            state.load_sessions(snapshot)
        return state

    def snapshot(self) -> Snapshot:
        """The best plan found."""
        state = self._first_plan()
        self._seen(state)
        self.watch.tell("First plan", now=True)
        best = self._polish(self._anneal(state))
        return self._settle(best)

    def _seen(self, state: State) -> None:
        self.watch.best = (state.utility, len(state.sessions))

    # ------------------------------------------------------------------ stages

    def _first_plan(self) -> State:
        state = self.state()
        place_locks(state)
        short = [row for row in self.kept if not self._go_on_with(state, *row, fill=False)]
        standing = {(f, p) for p, partners in enumerate(state.with_) for f in partners}
        for pair in self.keep_pairs.keys() - standing:
            self.keep_pairs[pair] = 1
        if self.start is not None:
            return self.state(self.start)
        for row in short:  # only after every session that still stands has its people
            self._go_on_with(state, *row, fill=True)
        greedy(state)
        return state

    def _go_on_with(self, state: State, n: int, s: int, peers: list[int], *, fill: bool) -> bool:
        """Hold a session of the plan in force again, with those of its peers who still can come."""
        there = self.c.candidates[n].get(s, ())
        if not state.can_host(n, s):
            return (n, s) in state.sessions
        mark = state.mark()
        state.hold(n, s)
        for p in peers[: self.c.hi[n]]:
            if p in there and state.can_come(p, n, s):
                state.join(n, s, p)
        enough = len(state.sessions[n, s]) >= self.c.lo[n]
        if not enough and not (fill and fill_up(state, n, s)):
            state.back_to(mark)
            return False
        state.forget()
        return True

    def _will_polish(self) -> bool:
        """CP-SAT needs a clock, a small school, and nothing of before to hold on to."""
        seconds = self.watch.seconds
        return (
            self.iterations is None
            and seconds is not None
            and seconds * (POLISH_ENDS - ANNEAL_THEN_POLISH) >= LEAST_POLISH_S
            and not self.kept
            and is_small_enough(self.c)
        )

    def _anneal(self, state: State) -> Snapshot:
        def look(utility: int, sessions: int) -> None:
            self.watch.best = (utility, sessions)
            self.watch.tell("Improving")

        best, self.steps = anneal(
            state,
            seed=self.seed,
            iterations=self.iterations,
            deadline=self.watch.deadline(
                ANNEAL_THEN_POLISH if self._will_polish() else ANNEAL_ALONE
            ),
            warm=WARM_START if self.kept or self.start is not None else WARM,
            stop=self.watch.stop,
            look=look,
        )
        return best

    def _polish(self, snapshot: Snapshot) -> Snapshot:
        deadline = self.watch.deadline(POLISH_ENDS)
        if not self._will_polish() or deadline is None or self.watch.is_over():
            return snapshot
        before = self.state(snapshot)
        self._seen(before)
        if before.utility >= self.watch.bound and before.wishes == len(self.c.focus):
            return snapshot
        self.watch.tell("Polishing", now=True)

        def stop_and_tell() -> bool:
            self.watch.tell("Polishing")
            return self.watch.stop()

        found = polish(
            self.c, self.weights, snapshot,
            deadline=deadline, seed=self.seed, workers=self.workers, stop=stop_and_tell,
        )  # fmt: skip
        return found if self.state(found).score > before.score else snapshot

    def _settle(self, snapshot: Snapshot) -> Snapshot:
        """Take every rearrangement that meets one more session and costs less than it gives."""
        state = self.state(snapshot)
        self._seen(state)
        self.watch.tell("Settling", now=True)
        chain = Chain(state)

        def is_over() -> bool:
            self.watch.tell("Settling")
            return self.watch.is_over(SETTLED)

        chain.is_over = is_over
        for n in range(len(self.c.k)):
            while state.held[n] < self.c.k[n] and not is_over():
                before, mark = state.score, state.mark()
                if not chain.add(n):
                    break
                if state.score <= before:
                    state.back_to(mark)
                    break
                state.forget()
                self._seen(state)
        return state.snapshot()


def _known_part(c: Compiled, keep: Plan) -> Snapshot:
    """Sessions of the plan in force whose need and people still exist."""
    return [
        (
            c.need_index[one.need],
            one.slot,
            [c.peer_index[peer] for peer in one.peers if peer in c.peer_index],
        )
        for one in keep.sessions
        if one.need in c.need_index
    ]
