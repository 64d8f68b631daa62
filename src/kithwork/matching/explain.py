"""Why this pair, why not that one, why nobody yet, and what would change that.

Answers are codes with ids and counts; whoever may name people makes the sentence.
"Impossible" is never said: a fix is offered only when a search with that one change has
found the session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from kithwork.matching.compiled import Compiled
from kithwork.matching.plan import Fix, Plan, Session, Unmet
from kithwork.matching.problem import Problem
from kithwork.matching.scoring import WEIGHTS
from kithwork.matching.search.anneal import Search
from kithwork.matching.search.greedy import insert
from kithwork.matching.search.state import State, snapshot_of

FUNNEL = ("there", "trained", "may_pair", "free_then", "under_partner_limit", "load_left")
BACKUPS = 5
MOST_FIXES = 4
# Tries of the ejection chain for one fix: a few milliseconds in a school of a thousand.
TRIES = 60
# Least cost to people first.
KINDS = (
    "rearrange", "another_slot", "raise_supervision", "raise_team", "raise_day", "raise_sessions",
    "raise_partners", "train",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as a code; ``value`` and ``limit`` where a number belongs to it."""

    code: str
    value: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A peer for one session: the reasons for, and what stands against (empty: could come now)."""

    peer: str
    worth: int
    good: tuple[Reason, ...]
    against: tuple[Reason, ...]


def state_of(problem: Problem | Compiled, sessions: Plan | tuple[Session, ...]) -> State:
    """The sessions laid out with every count beside them. Raises KeyError for unknown ids."""
    c = problem if isinstance(problem, Compiled) else Compiled(problem)
    state = State(c, WEIGHTS["balanced"])
    given = sessions.sessions if isinstance(sessions, Plan) else sessions
    state.load_sessions(snapshot_of(c, given))
    state.locked = {(n, s) for n, s, _ in c.locks}
    state.locked_peer = set(c.locks)
    return state


# ---------------------------------------------------------------- pairs


def why_pair(problem: Problem | Compiled, need: str, peer: str) -> tuple[Reason, ...]:
    """What speaks for this peer with this need, strongest first; empty when only the times fit."""
    c = problem if isinstance(problem, Compiled) else Compiled(problem)
    n, p = c.need_index[need], c.peer_index[peer]
    return tuple(good_reasons(c, n, p))


def good_reasons(c: Compiled, n: int, p: int) -> Iterator[Reason]:
    need, f = c.problem.needs[n], c.need_student[n]
    one, two = c.problem.students[f], c.problem.students[c.peer_student[p]]
    if (f, p) in c.kept:
        yield Reason("kept")
    if p in c.wanted.get(f, ()):
        yield Reason("wanted")
    if (two.id, one.id) in c.problem.peer_wants:
        yield Reason("peer_wished")
    if need.setting == "class" and need.section in two.at:
        yield Reason("same_class")
    if set(one.languages) & set(two.languages) - {"en", "English"}:
        yield Reason("language")
    shared = len(set(one.interests) & set(two.interests))
    if shared:
        yield Reason("interests", value=shared)
    if one.grade == two.grade:
        yield Reason("same_grade")


def why_not(
    problem: Problem | Compiled, plan: Plan | tuple[Session, ...], need: str, slot: int, peer: str
) -> tuple[Reason, ...]:
    """Everything that keeps a peer from one session; empty when they could come."""
    state = state_of(problem, plan)
    return tuple(_against(state, state.c.need_index[need], slot, state.c.peer_index[peer]))


def _against(state: State, n: int, s: int, p: int) -> Iterator[Reason]:
    c = state.c
    need, f, student = c.problem.needs[n], c.need_student[n], c.peer_student[p]
    one, two = c.problem.students[f], c.problem.students[student]
    if f == student:
        yield Reason("same_person")
    if not c.can_be_there(need, student, s):
        yield Reason("elsewhere")
    if need.role not in c.problem.peers[p].roles:
        yield Reason("not_trained")
    if two.grade < one.grade - 1:
        yield Reason("too_young")
    if (f, student) in c.forbidden:
        yield Reason("apart")
    mine = [key for key in state.blockers(student, s) if key != (n, s)]
    if mine:
        yield Reason("busy", value=mine[0][0])
    yield from limits_against(state, n, s, p)


def limits_against(state: State, n: int, s: int, p: int) -> Iterator[Reason]:
    c, f = state.c, state.c.need_student[n]
    if p in state.sessions.get((n, s), ()):
        return
    if state.load[p] >= c.week[p]:
        yield Reason("week_full", value=state.load[p], limit=c.week[p])
    if state.day_load[p, c.day_of[s]] >= c.daily[p]:
        yield Reason("day_full", value=state.day_load[p, c.day_of[s]], limit=c.daily[p])
    if f not in state.with_[p] and len(state.with_[p]) >= c.partners[p]:
        yield Reason("partners_full", value=len(state.with_[p]), limit=c.partners[p])
    if p not in state.team[n] and len(state.team[n]) >= c.team[n]:
        yield Reason("team_full", value=len(state.team[n]), limit=c.team[n])


def candidates_for(
    problem: Problem | Compiled, plan: Plan | tuple[Session, ...], need: str, slot: int
) -> list[Candidate]:
    """Everybody who is ready for the role and may pair, those who could come now first, best pairs first."""
    state = state_of(problem, plan)
    c, n = state.c, state.c.need_index[need]
    found = []
    for p in range(len(c.week)):
        if not c.may_pair(n, p):
            continue
        against = tuple(_against(state, n, slot, p))
        good = tuple(good_reasons(c, n, p))
        worth = c.worth[n].get(p, 0)
        found.append(Candidate(c.problem.peers[p].student, worth, good, against))
    found.sort(
        key=lambda one: (
            len(one.against),
            any(r.code == "elsewhere" for r in one.against),
            -one.worth,
        )
    )
    return found


# ------------------------------------------------------------ open needs


def funnel(state: State, n: int) -> tuple[tuple[str, int], ...]:
    """How many peers are left after each question, over the slots at which the need is still open."""
    c, need = state.c, state.c.problem.needs[n]
    f = c.need_student[n]
    slots = [s for s in need.slots if c.is_there(need, f, s) and (n, s) not in state.sessions]
    left: list[tuple[str, int]] = [("all", len(c.week))]
    there = [
        p
        for p in range(len(c.week))
        if any(c.can_be_there(need, c.peer_student[p], s) for s in slots)
    ]
    left.append(("there", len(there)))
    trained = [p for p in there if need.role in c.problem.peers[p].roles]
    left.append(("trained", len(trained)))
    paired = [p for p in trained if c.may_pair(n, p)]
    left.append(("may_pair", len(paired)))
    free = [
        p
        for p in paired
        if any(
            c.can_be_there(need, c.peer_student[p], s) and not state.busy[c.peer_student[p]][s]
            for s in slots
        )
    ]
    left.append(("free_then", len(free)))
    under = [p for p in free if f in state.with_[p] or len(state.with_[p]) < c.partners[p]]
    left.append(("under_partner_limit", len(under)))
    able = [p for p in under if any(state.can_come(p, n, s) for s in slots)]
    left.append(("load_left", len(able)))
    return tuple(left)


def _reasons(
    state: State, n: int, counts: tuple[tuple[str, int], ...]
) -> tuple[Mapping[str, Any], ...]:
    """The first question that leaves too few, and what is special about the need itself."""
    c, need = state.c, state.c.problem.needs[n]
    f = c.need_student[n]
    reasons: list[dict[str, Any]] = []
    slots = [s for s in need.slots if c.is_there(need, f, s)]
    if not slots:
        return ({"code": "no_time", "value": 0},)
    open_slots = [s for s in slots if (n, s) not in state.sessions]
    if not open_slots:
        return ({"code": "no_more_times", "value": len(slots)},)
    if all(state.busy[f][s] for s in open_slots):
        reasons.append({"code": "student_busy", "value": len(open_slots)})
    g = c.group[n]
    if g >= 0 and all(state.group_at[g, s] >= c.group_cap[g] for s in open_slots):
        reasons.append({"code": "supervision_full", "value": c.group_cap[g]})
    before = counts[0][1]
    for stage, left in counts[1:]:
        if left < need.min_peers:
            reasons.append({"code": f"none_{stage}", "value": before, "left": left})
            break
        before = left
    if not reasons:
        reasons.append({"code": "tight", "value": before})
    return tuple(reasons)


def unmet_needs(state: State, *, fixes: int = 0, seed: int = 1) -> tuple[Unmet, ...]:
    """Every need that is short of sessions, with its funnel and reasons; fixes for the first `fixes`."""
    c, found = state.c, []
    for n, held in enumerate(state.held):
        if held >= c.k[n]:
            continue
        counts = funnel(state, n)
        offered = fixes_of(state, n, seed=seed) if len(found) < fixes else ()
        found.append(
            Unmet(c.problem.needs[n].id, c.k[n] - held, counts, _reasons(state, n, counts), offered)
        )
    return tuple(found)


def backups(state: State) -> dict[str, tuple[str, ...]]:
    """For each need that is held, up to five others who could step in, best pairs first."""
    c, found = state.c, {}
    for n, held in enumerate(state.held):
        if not held:
            continue
        ranked: dict[int, int] = {}
        for s in c.candidates[n]:
            present = state.sessions.get((n, s))
            if present is None:
                continue
            for p in c.candidates[n][s]:
                if p not in present and p not in state.team[n] and _could_step_in(state, p, n, s):
                    ranked[p] = max(ranked.get(p, 0), c.worth[n][p])
        best = sorted(ranked, key=lambda p: (-ranked[p], state.load[p], p))[:BACKUPS]
        if best:
            found[c.problem.needs[n].id] = tuple(c.problem.peers[p].student for p in best)
    return found


def _could_step_in(state: State, p: int, n: int, s: int) -> bool:
    """As `can_come`, but the team may change: somebody's place is being taken."""
    c = state.c
    return (
        not state.busy[c.peer_student[p]][s]
        and state.load[p] < c.week[p]
        and state.day_load[p, c.day_of[s]] < c.daily[p]
        and (c.need_student[n] in state.with_[p] or len(state.with_[p]) < c.partners[p])
    )


# ------------------------------------------------------------------ fixes


def fixes_for(
    problem: Problem | Compiled, plan: Plan | tuple[Session, ...], need: str, *, seed: int = 1
) -> tuple[Fix, ...]:
    """Changes that would meet one more session of an open need, each confirmed; least cost first."""
    state = state_of(problem, plan)
    return fixes_of(state, state.c.need_index[need], seed=seed)


def fixes_of(state: State, n: int, *, seed: int = 1) -> tuple[Fix, ...]:
    """As `fixes_for`, on a state; the state is left as it was."""
    found: dict[str, Fix] = {}
    for kind, change, patch in _possible_changes(state, n):
        if kind in found:
            continue
        with patch(state):
            fix = _confirm(state, n, kind, change, Random(seed))
        if fix is not None:
            found[kind] = fix
        if len(found) >= MOST_FIXES:
            break
    return tuple(sorted(found.values(), key=lambda fix: KINDS.index(fix.kind)))


def _confirm(state: State, n: int, kind: str, change: dict[str, Any], draw: Random) -> Fix | None:
    """Hold one more session of need n somewhere, worth it for everybody together; then put all back."""
    before = {key: tuple(sorted(peers)) for key, peers in state.sessions.items()}
    covered, mark = state.utility, state.mark()
    held = state.held[n]
    search = Search(state, draw)
    slots = sorted(state.c.candidates[n])
    met = any(insert(state, n, s) for s in slots)
    for _ in range(0 if met or not slots else TRIES):
        s = slots[draw.randrange(len(slots))]
        if (n, s) in state.sessions:
            continue
        at = state.mark()
        if search.force(n, s) and state.utility > covered and state.held[n] > held:
            met = True
            break
        state.back_to(at)
    fix = _difference(state, before, kind, change, state.held[n] - held) if met else None
    state.back_to(mark)
    return fix


def _difference(
    state: State,
    before: dict[tuple[int, int], tuple[int, ...]],
    kind: str,
    change: dict[str, Any],
    meets: int,
) -> Fix:
    after = {key: tuple(sorted(peers)) for key, peers in state.sessions.items()}
    c = state.c

    def session(key: tuple[int, int], peers: tuple[int, ...]) -> Session:
        ids = tuple(c.problem.peers[p].student for p in peers)
        return Session(c.problem.needs[key[0]].id, key[1], ids)

    add = tuple(
        session(key, peers) for key, peers in sorted(after.items()) if before.get(key) != peers
    )
    remove = tuple(
        session(key, peers) for key, peers in sorted(before.items()) if after.get(key) != peers
    )
    return Fix(kind=kind, meets=meets, change=change, add=add, remove=remove)


Patch = Any


def _possible_changes(state: State, n: int) -> Iterator[tuple[str, dict[str, Any], Patch]]:
    """One change at a time that could open a way, cheapest for people first."""
    c, need = state.c, state.c.problem.needs[n]
    yield "rearrange", {}, lambda state: _nothing()
    yield from _other_slots(c, n)
    g = c.group[n]
    if g >= 0:
        cap = c.group_cap[g]
        change = {"supervision": need.supervision, "from": cap, "to": cap + 1}
        yield "raise_supervision", change, lambda state: _raised(state.c.group_cap, g)
    if len(state.team[n]) >= c.team[n]:
        change = {"need": need.id, "from": c.team[n], "to": c.team[n] + 1}
        yield "raise_team", change, lambda state: _raised(state.c.team, n)
    yield from _limits_to_raise(state, n)
    yield from _peers_to_train(c, n)


def _other_slots(c: Compiled, n: int) -> Iterator[tuple[str, dict[str, Any], Patch]]:
    """Times at which the student is in the right place but which the need does not list."""
    need = c.problem.needs[n]
    for s in range(c.S):
        if s in need.slots or not c.is_there(need, c.need_student[n], s):
            continue
        there = [
            p
            for p in range(len(c.week))
            if c.may_pair(n, p) and c.can_be_there(need, c.peer_student[p], s)
        ]
        if len(there) >= need.min_peers:
            yield "another_slot", {"need": need.id, "slot": s}, _with_candidates(n, {s: there})


def _limits_to_raise(state: State, n: int) -> Iterator[tuple[str, dict[str, Any], Patch]]:
    """Peers who could come but for one limit of their own, best pairs first."""
    c = state.c
    kinds = {"week_full": ("raise_sessions", "week"), "day_full": ("raise_day", "daily"),
             "partners_full": ("raise_partners", "partners")}  # fmt: skip
    offers = []
    for s, there in c.candidates[n].items():
        if (n, s) in state.sessions:
            continue
        for p in there:
            against = list(_against(state, n, s, p))
            if len(against) == 1 and against[0].code in kinds:
                offers.append((-c.worth[n].get(p, 0), p, against[0].code))
    for _, p, code in sorted(set(offers))[:6]:
        kind, limit = kinds[code]
        values = getattr(c, limit)
        change = {"peer": c.problem.peers[p].student, "from": values[p], "to": values[p] + 1}
        yield kind, change, _raise_of(limit, p)


def _raise_of(limit: str, p: int) -> Patch:
    return lambda state: _raised(getattr(state.c, limit), p)


def _peers_to_train(c: Compiled, n: int) -> Iterator[tuple[str, dict[str, Any], Patch]]:
    """Peers who are there and may pair, and are not ready for this role yet."""
    need, f = c.problem.needs[n], c.need_student[n]
    near: dict[int, list[int]] = {}
    for s in need.slots:
        if not c.is_there(need, f, s):
            continue
        for p, peer in enumerate(c.problem.peers):
            student = c.peer_student[p]
            grades = c.problem.students
            if (
                need.role not in peer.roles
                and student != f
                and (f, student) not in c.forbidden
                and grades[student].grade >= grades[f].grade - 1
                and c.can_be_there(need, student, s)
            ):
                near.setdefault(p, []).append(s)
    for p in sorted(near, key=lambda p: (-len(near[p]), p))[:3]:
        extra = {s: [*c.candidates[n].get(s, ()), p] for s in near[p]}
        change = {"peer": c.problem.peers[p].student, "role": need.role}
        yield "train", change, _with_candidates(n, extra)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _raised(values: list[int], at: int) -> Iterator[None]:
    values[at] += 1
    try:
        yield
    finally:
        values[at] -= 1


def _with_candidates(n: int, extra: dict[int, list[int]]) -> Patch:
    """Let these peers be candidates of need n at these slots, while the fix is tried."""

    @contextmanager
    def patch(state: State) -> Iterator[None]:
        c = state.c
        there, worth = c.candidates[n], c.worth[n]
        c.candidates[n] = {
            **there,
            **{s: peers for s, peers in extra.items() if len(peers) >= c.lo[n]},
        }
        c.worth[n] = {**{p: 0 for peers in extra.values() for p in peers}, **worth}
        try:
            yield
        finally:
            c.candidates[n], c.worth[n] = there, worth

    return patch
