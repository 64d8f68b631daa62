"""Our plans beside other ways to make one, on real and generated schools, in one run.

    python benchmarks/matching.py            everything, about ten minutes on two cores
    python benchmarks/matching.py --quick    the small schools, a few seconds each

The shared real schools are read from KITHWORK_SHARED, or from ../shared beside the checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks import baselines  # noqa: E402
from kithwork.matching import (  # noqa: E402
    Plan,
    Problem,
    generate_school,
    read_problem,
    solve,
    upper_bound,
    violations,
    without_peer,
)
from kithwork.matching.compiled import Compiled  # noqa: E402
from kithwork.matching.desk import state_of  # noqa: E402
from kithwork.matching.explain import funnel_of  # noqa: E402
from kithwork.matching.fixes import fixes_of  # noqa: E402
from kithwork.matching.measures import coverage_utility, scores  # noqa: E402
from kithwork.matching.repair import substitutes  # noqa: E402

SHARED = Path(os.environ.get("KITHWORK_SHARED", ROOT.parent / "shared"))
# Seeds nobody tuned on: only this file uses them.
GENERATED = ((300, 7301, 5.0), (300, 7302, 5.0), (1000, 7303, 30.0), (3000, 7304, 90.0))
# Above these sizes a method is left out: its table or model no longer fits the time a person waits.
MOST_FOR_ASSIGNMENT, MOST_FOR_CP_SAT = 1500, 1500


def main() -> None:
    words = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    words.add_argument("--quick", action="store_true")
    words.add_argument("--only", default="", help="schools with this in their name")
    asked = words.parse_args()
    quick = asked.quick
    for problem, seconds, known in schools(quick):
        if asked.only in problem.name:
            compare(problem, seconds, known)
    live(generate_school(students=1000, seed=7303), 3.0 if quick else 30.0)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def schools(quick: bool) -> Iterator[tuple[Problem, float, dict[str, int]]]:
    folder = SHARED / "matching" / "instances"
    if not folder.is_dir():
        print(f"LEFT OUT: the real schools, because {folder} is not there.\n")
    for path in sorted(folder.glob("*.json")):
        known = json.loads(path.read_text(encoding="utf-8")).get("best_known", {})
        yield read_problem(path), 3.0 if quick else 10.0, known
    for students, seed, seconds in GENERATED[: 1 if quick else None]:
        yield generate_school(students=students, seed=seed), seconds, {}


def compare(problem: Problem, seconds: float, known: dict[str, int]) -> None:
    c = Compiled(problem)
    bound = min(upper_bound(c), known.get("utility_ub", sys.maxsize))
    print(
        f"\n{problem.name}: {len(problem.students)} students, {len(c.focus)} supported, {len(c.week)} peers, "
        f"{len(c.k)} needs, {sum(c.k)} sessions wished; bound {bound}"
        + (f", best known {known['utility']}" if known else "")
    )
    print(f"{'':28}utility  gap %  cover %  wanted %  under 1/4  broken rules  seconds")
    for name, make in methods(c, len(problem.students), seconds):
        begun = time.perf_counter()
        sessions = make()
        took = time.perf_counter() - begun
        broken = sum(1 for _ in violations(problem, sessions))
        line(c, name, sessions, bound, broken, took)
    for aim in ("time", "balanced", "wishes") if seconds < 90 else ("time", "balanced"):
        begun = time.perf_counter()
        plan = solve(problem, aim=aim, seconds=seconds, seed=1)
        took = time.perf_counter() - begun
        broken = sum(1 for _ in violations(problem, plan))
        line(c, f"ours, {aim}", plan.sessions, bound, broken, took)


def methods(
    c: Compiled, students: int, seconds: float
) -> Iterator[tuple[str, Callable[[], baselines.Sessions]]]:
    yield "spreadsheet, by name", lambda: baselines.spreadsheet(c)
    yield "spreadsheet, wishes first", lambda: baselines.spreadsheet_wishes_first(c)
    yield "greedy, scarcest first", lambda: baselines.greedy(c)
    if students <= MOST_FOR_ASSIGNMENT:
        yield "linear assignment, one shot", lambda: baselines.assigned_in_one_shot(c)
        yield "linear assignment, repaired", lambda: baselines.assigned_and_repaired(c)
        yield "maximum-weight matching", lambda: baselines.maximum_weight_matching(c)
    if students <= MOST_FOR_CP_SAT:
        yield "CP-SAT, 8 workers, no hint", lambda: baselines.plain_cp_sat(c, seconds)


def line(
    c: Compiled, name: str, sessions: baselines.Sessions, bound: int, broken: int, took: float
) -> None:
    got = scores(c, sessions)
    held = Counter(c.need_student[c.need_index[one.need]] for one in sessions)
    under = sum(4 * held[f] < c.wished[f] for f in c.focus)
    utility = coverage_utility(c, sessions)
    gap = f"{100 * (bound - utility) / bound:.2f}" if not broken else "-"
    print(
        f"{name:28}{utility:7}  {gap:>5}  {got['coverage_pct']:7}  {got['wanted_pct']:8}  "
        f"{under:9}  {broken:12}  {took:7.1f}",
        flush=True,
    )


def live(problem: Problem, seconds: float) -> None:
    """What a person waits for while they work with a plan."""
    plan = solve(problem, aim="balanced", seconds=seconds, seed=1)
    c = Compiled(problem)
    state = state_of(c, plan)
    open_needs = [c.need_index[one.need] for one in plan.unmet]
    print(
        f"\nworking with the plan of {problem.name}: {len(plan.sessions)} sessions, {len(open_needs)} open needs"
    )
    said("funnel of a need", [_ms(lambda n=n: funnel_of(state, n)) for n in open_needs])
    said(
        "fixes of a need, each confirmed", [_ms(lambda n=n: fixes_of(state, n)) for n in open_needs]
    )
    kinds = Counter(fix.kind for n in open_needs for fix in fixes_of(state, n))
    print(f"  fixes found: {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}")
    some = plan.sessions[::40]
    said(
        "substitutes for an absence",
        [
            _ms(lambda one=one: substitutes(problem, plan, one.need, one.slot, absent=one.peers))
            for one in some
        ],
    )
    said(
        "every broken rule of the plan",
        [_ms(lambda: list(violations(problem, plan))) for _ in range(5)],
    )
    leaving(problem, plan, seconds)


def leaving(problem: Problem, plan: Plan, seconds: float) -> None:
    """Three peers, one at a time: mended in two seconds, and planned anew."""
    of = {one.id: one.student for one in problem.needs}
    for peer in sorted({one.peers[0] for one in plan.sessions})[::60][:3]:
        after = without_peer(problem, plan, peer, seconds=2.0)
        rest = problem.with_changes(
            peers=tuple(one for one in problem.peers if one.student != peer)
        )
        anew = solve(rest, aim=plan.aim, seconds=seconds, seed=1)

        def pairs(given: Plan, gone: str = peer) -> set[tuple[str, str]]:
            return {
                (of[one.need], name) for one in given.sessions for name in one.peers if name != gone
            }

        before = pairs(plan)
        print(
            f"  {peer} leaves: mended {after.utility}, anew {anew.utility}; of {len(before)} other pairs "
            f"{len(before - pairs(after))} end when mended, {len(before - pairs(anew))} when planned anew"
        )


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def said(what: str, times: list[float]) -> None:
    ranked = sorted(times)
    print(
        f"  {what}: median {ranked[len(ranked) // 2]:.2f} ms, slowest {ranked[-1]:.1f} ms, {len(ranked)} times"
    )


if __name__ == "__main__":
    main()
