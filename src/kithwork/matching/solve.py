"""The door: ask for a plan, watch it grow, stop it when it is good enough."""

from __future__ import annotations

from collections.abc import Callable

from kithwork.matching.bound import upper_bound
from kithwork.matching.compiled import Compiled
from kithwork.matching.explain import backups, unmet_needs
from kithwork.matching.measures import coverage_utility, scores
from kithwork.matching.plan import Plan
from kithwork.matching.problem import Problem
from kithwork.matching.search.run import Run, Snapshot
from kithwork.matching.search.state import State, sessions_of
from kithwork.matching.search.telling import Progress, Watch

AIMS = ("balanced", "time", "wishes")
DEFAULT_SECONDS = 10.0
WORKERS = 4
# Of the time for three plans: the first starts from nothing, the others from the one before.
SHARES = {"time": 0.5, "balanced": 0.3, "wishes": 0.2}
# At most this part of the time is kept back for explaining.
MOST_RESERVED = 0.25


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
    workers: int = WORKERS,
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
        The plan in force: its pairs go on unless a hard rule ends them, at the same times where possible.
    progress
        Called at least once a second with a `Progress`.
    stop
        Asked several times a second; True ends the search and keeps the best plan found.
    workers
        Threads of the polish of a small school, which runs only with `seconds`.
    fixes
        For up to this many open needs, look for changes that would meet them (see `fixes_for`), while
        there is time left.

    Raises
    ------
    ValueError
        If the aim is not one of AIMS, or seconds or iterations are below zero.

    Notes
    -----
    Flow bound, greedy, annealing by ejection chains, CP-SAT polish, rearrangements by exact chains.
    Source: the matching design, section 2, with what each stage was measured to bring.
    """
    if aim not in AIMS:
        raise ValueError(f"aim must be one of {', '.join(AIMS)}, not {aim!r}")
    seconds = _time_given(seconds, iterations)
    c = Compiled(problem)
    watch = _watch(c, aim, seconds, progress, stop)
    run = Run(c, watch, iterations=iterations, seed=seed, workers=workers, keep=keep)
    return _finished(run, run.snapshot(), fixes)


def three_plans(
    problem: Problem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    keep: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    workers: int = WORKERS,
    fixes: int = 0,
) -> dict[str, Plan]:
    """Balanced, more time together, wishes first: one plan for each aim of AIMS, in that order.

    Arguments as in `solve`; `seconds` is for all three together, `iterations` for each. A plan
    that serves another aim better than that aim's own search did is given for that one too. Once
    `stop` says so, what has been found so far is finished at once.
    """
    seconds = _time_given(seconds, iterations)
    c = Compiled(problem)
    runs: dict[str, Run] = {}
    found: list[Snapshot] = []
    watch = None
    for aim, share in SHARES.items():
        time_given = seconds * share if seconds is not None else None
        watch = _watch(c, aim, time_given, progress, stop, watch)
        runs[aim] = Run(
            c, watch, iterations=iterations, seed=seed, workers=workers, keep=keep,
            start=found[-1] if found else None,
        )  # fmt: skip
        found.append(runs[aim].snapshot())
    plans = {}
    for aim in AIMS:
        worth = [runs[aim].state(one).score for one in found]
        plans[aim] = _finished(runs[aim], found[worth.index(max(worth))], fixes)
    return plans


def _time_given(seconds: float | None, iterations: int | None) -> float | None:
    if (seconds is not None and seconds < 0) or (iterations is not None and iterations < 0):
        raise ValueError("seconds and iterations cannot be below zero")
    return DEFAULT_SECONDS if seconds is None and iterations is None else seconds


def _watch(
    c: Compiled,
    aim: str,
    seconds: float | None,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
    earlier: Watch | None = None,
) -> Watch:
    """A clock for one search; what an earlier one on the same question found out is taken over."""
    watch = Watch(aim, sum(c.wished.values()), seconds, progress, stop)
    if earlier is not None:
        watch.bound, watch.reserve = earlier.bound, earlier.reserve
        if seconds is not None:
            watch.reserve = min(watch.reserve, seconds * MOST_RESERVED)
    else:
        watch.tell("Reading timetables", now=True)
        open_ways = sum(len(there) for there in c.candidate_mask)
        watch.tell("Looking for the bound", now=True)
        if open_ways:
            watch.bound = upper_bound(c, lambda: watch.tell("Looking for the bound"))
        if seconds is not None:
            # Explaining takes about as long as reading did, on this machine as busy as it is.
            watch.reserve = min(watch.elapsed, seconds * MOST_RESERVED)
    watch.tell("Making a first plan", now=True)
    return watch


def _finished(run: Run, snapshot: Snapshot, fixes: int) -> Plan:
    """The plan with its measures, its open needs and its backups."""
    c, watch = run.c, run.watch
    sessions = sessions_of(c, snapshot)
    utility, bound = coverage_utility(c, sessions), watch.bound
    state: State = run.state(snapshot)
    watch.tell("Explaining", now=True)
    unmet = unmet_needs(state, fixes=fixes, go_on=watch.has_time_left)
    return Plan(
        sessions=sessions,
        problem={"name": c.problem.name, "sha256": c.problem.digest()},
        status="optimal" if utility >= bound else ("stopped" if watch.was_stopped else "bounded"),
        aim=watch.aim,
        utility=utility,
        bound=bound,
        gap=round((bound - utility) / bound, 6) if bound else 0.0,
        seed=run.seed,
        iterations=run.steps,
        seconds=round(watch.elapsed, 3),
        unmet=unmet,
        scores=scores(c, sessions),
        backups=backups(state),
    )
