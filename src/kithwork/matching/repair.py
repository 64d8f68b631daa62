"""Mending a plan in force: who can step in today, and the smallest change after somebody leaves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from kithwork.matching.compiled import Compiled, bits
from kithwork.matching.explain import Candidate, Reason, good_reasons
from kithwork.matching.plan import Plan, Session
from kithwork.matching.problem import Peer, Problem
from kithwork.matching.solve import solve

DEFAULT_SECONDS = 1.0


def substitutes(
    problem: Problem | Compiled,
    plan: Plan | Iterable[Session],
    need: str,
    slot: int,
    *,
    absent: Collection[str] = (),
    limit: int = 3,
) -> list[Candidate]:
    """Peers who could take a place in one session today, best first; at most `limit`.

    They are there, ready, may pair, free at that time and within the day's limit. The limits of the week,
    lunches among them, and of partners are set aside for one day, and said in ``against`` where reached.
    """
    c = problem if isinstance(problem, Compiled) else Compiled(problem)
    n = c.need_index[need]
    asked, f, at_once = c.problem.needs[n], c.need_student[n], {slot, *c.also[slot]}
    given = plan.sessions if isinstance(plan, Plan) else tuple(plan)
    counts = _Counts(c.problem, given, day=c.day_of[slot], at_once=at_once)
    is_lunch = asked.setting == "lunch"
    team = {peer for one in given if one.need == need for peer in one.peers}
    found = []
    for p in bits(c.there_mask(asked, slot)):
        peer = c.problem.peers[p]
        name = peer.student
        is_away = name in absent or name in counts.busy
        if is_away or counts.day[name] >= peer.max_per_day or not c.may_pair(n, p):
            continue
        against = tuple(counts.against(peer, c.problem.students[f].id, is_lunch=is_lunch))
        good = tuple(good_reasons(c, n, p))
        rank = (len(against), name not in team, -len(good), counts.week[name], p)
        found.append((rank, Candidate(name, len(good), good, against)))
    return [candidate for _, candidate in sorted(found, key=lambda row: row[0])[:limit]]


class _Counts:
    """What everybody does in a plan, counted once: an absence is asked about in a hurry."""

    def __init__(
        self, problem: Problem, sessions: Iterable[Session], *, day: int, at_once: set[int]
    ) -> None:
        student_of = {one.id: one.student for one in problem.needs}
        at_lunch = {one.id for one in problem.needs if one.setting == "lunch"}
        self.today = day
        self.week: Counter[str] = Counter()
        self.day: Counter[str] = Counter()
        self.partners: dict[str, set[str]] = defaultdict(set)
        self.lunches: dict[str, set[int]] = defaultdict(set)
        self.busy: set[str] = set()
        for one in sessions:
            student = student_of.get(one.need)
            if student is None:
                continue
            self.week.update(one.peers)
            if one.slot // problem.periods == day:
                self.day.update(one.peers)
            for peer in one.peers:
                self.partners[peer].add(student)
                if one.need in at_lunch:
                    self.lunches[peer].add(one.slot // problem.periods)
            if one.slot in at_once:
                self.busy |= {student, *one.peers}

    def against(self, peer: Peer, student: str, *, is_lunch: bool) -> Iterator[Reason]:
        """Limits of the week that one more session today would pass."""
        name, partners = peer.student, self.partners[peer.student]
        if self.week[name] >= peer.max_sessions:
            yield Reason("week_full", value=self.week[name], limit=peer.max_sessions)
        if student not in partners and len(partners) >= peer.max_partners:
            yield Reason("partners_full", value=len(partners), limit=peer.max_partners)
        lunches, most = self.lunches[peer.student], peer.max_lunch_days
        is_one_more = is_lunch and self.today not in lunches
        if is_one_more and most is not None and len(lunches) >= most:
            yield Reason("lunch_full", value=len(lunches), limit=most)


def without_peer(
    problem: Problem,
    plan: Plan,
    peer: str,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
) -> Plan:
    """The plan after one peer leaves: everybody else's pairs go on, and gaps are filled."""
    left = replace(
        problem,
        peers=tuple(
            replace(one, max_sessions=0) if one.student == peer else one for one in problem.peers
        ),
        locks=tuple(lock for lock in problem.locks if lock[2] != peer),
    )
    return after_change(left, plan, seconds=seconds, iterations=iterations, seed=seed)


def after_change(
    problem: Problem,
    plan: Plan,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
) -> Plan:
    """The plan for a question that changed a little: as few sessions as possible differ from `plan`."""
    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    return solve(
        problem, aim=plan.aim, seconds=seconds, iterations=iterations, seed=seed, keep=plan
    )
