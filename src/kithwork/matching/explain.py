"""Why this pair, why not that one, and why nobody yet.

Answers are codes with ids and counts; whoever may name people makes the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kithwork.matching.compiled import Compiled, bits
from kithwork.matching.desk import state_of
from kithwork.matching.fixes import fixes_of
from kithwork.matching.plan import Plan, Session, Unmet
from kithwork.matching.problem import Problem
from kithwork.matching.search.state import State

FUNNEL = ("there", "trained", "may_pair", "free_then", "under_partner_limit", "load_left")
# One question more, before the last, where lunches are counted (the need is at lunch and a peer has a limit).
AT_LUNCH = "lunch_left"
BACKUPS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as a code; ``value`` and ``limit`` where it has numbers, ``need`` where they are busy."""

    code: str
    value: int = 0
    limit: int = 0
    need: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A peer for one session: the reasons for, and what stands against (empty: could come now)."""

    peer: str
    worth: int
    good: tuple[Reason, ...]
    against: tuple[Reason, ...]


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
    if c.shared_languages(one, two):
        yield Reason("language")
    shared = len(set(one.interests) & set(two.interests))
    if shared:
        yield Reason("interests", value=shared)
    if one.grade == two.grade:
        yield Reason("same_grade")


def why_not(
    problem: Problem | Compiled, plan: Plan | Iterable[Session], need: str, slot: int, peer: str
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
        yield Reason("busy", need=c.problem.needs[mine[0][0]].id)
    elif (n, s) not in state.blockers(student, s) and state.busy[student][s]:
        yield Reason("busy")
    yield from limits_against(state, n, s, p)


def limits_against(state: State, n: int, s: int, p: int) -> Iterator[Reason]:
    c, f = state.c, state.c.need_student[n]
    if p in state.sessions.get((n, s), ()):
        return
    if state.load[p] >= c.week[p]:
        yield Reason("week_full", value=state.load[p], limit=c.week[p])
    if state.day_load[p, c.day_of[s]] >= c.daily[p]:
        yield Reason("day_full", value=state.day_load[p, c.day_of[s]], limit=c.daily[p])
    if not state.has_lunch_left(p, n, s):
        yield Reason("lunch_full", value=state.lunches.days[p], limit=c.lunches[p])
    if f not in state.with_[p] and len(state.with_[p]) >= c.partners[p]:
        yield Reason("partners_full", value=len(state.with_[p]), limit=c.partners[p])
    if p not in state.team[n] and len(state.team[n]) >= c.team[n]:
        yield Reason("team_full", value=len(state.team[n]), limit=c.team[n])


def candidates_for(
    problem: Problem | Compiled, plan: Plan | Iterable[Session], need: str, slot: int
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


def funnel(
    problem: Problem | Compiled, plan: Plan | Iterable[Session], need: str
) -> tuple[tuple[str, int], ...]:
    """How many peers are left after each question, over the slots at which the need is still open.

    The stages are ``all`` and then FUNNEL, with AT_LUNCH before its last where lunches are counted, and the
    counts never grow. A funnel says where people are lost, never that nothing can be done: that is for
    `fixes_for` to find out.
    """
    state = state_of(problem, plan)
    return funnel_of(state, state.c.need_index[need])


def funnel_of(state: State, n: int) -> tuple[tuple[str, int], ...]:
    """As `funnel`, on a state."""
    c, need = state.c, state.c.problem.needs[n]
    f = c.need_student[n]
    slots = [s for s in need.slots if c.is_there(need, f, s) and (n, s) not in state.sessions]
    there, free, able, lunch = 0, 0, 0, 0
    for s in slots:
        here = c.there_mask(need, s)
        there |= here
        free |= here & state.free[s]
        lunch |= state.lunches.open_on(c.day_of[s])
        able |= state.able(n, s)
    there &= ~c.bit_of(f)
    near = bits(there)
    trained = [p for p in near if need.role in c.problem.peers[p].roles]
    paired = [p for p in trained if c.may_pair(n, p)]
    unbooked = [p for p in paired if free >> p & 1]
    under = [p for p in unbooked if (state.partner_open | state.partner_mask[f]) >> p & 1]
    able_too = [p for p in under if able >> p & 1]
    counts = (near, trained, paired, unbooked, under, able_too)
    stages = [(stage, len(left)) for stage, left in zip(FUNNEL, counts, strict=True)]
    if c.at_lunch[n]:
        stages.insert(-1, (AT_LUNCH, sum(lunch >> p & 1 for p in under)))
    return (("all", len(c.week)), *stages)


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


def unmet_needs(
    state: State, *, fixes: int = 0, go_on: Callable[[], bool] = lambda: True
) -> tuple[Unmet, ...]:
    """Every need that is short of sessions, with its funnel and reasons; fixes for the first `fixes`.

    Fixes are looked for while `go_on` says so; funnels and reasons are always there.
    """
    c = state.c
    found: list[Unmet] = []
    for n, held in enumerate(state.held):
        if held >= c.k[n]:
            continue
        counts = funnel_of(state, n)
        offered = fixes_of(state, n) if len(found) < fixes and go_on() else ()
        found.append(
            Unmet(c.problem.needs[n].id, c.k[n] - held, counts, _reasons(state, n, counts), offered)
        )
    return tuple(found)


def backups(state: State) -> dict[str, tuple[str, ...]]:
    """For each need that is held, up to five others who could step in, best pairs first."""
    c = state.c
    found: dict[str, tuple[str, ...]] = {}
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
        and state.has_lunch_left(p, n, s)
        and (c.need_student[n] in state.with_[p] or len(state.with_[p]) < c.partners[p])
    )
