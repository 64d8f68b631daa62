"""What would meet an open need: changes of one rule each, every one confirmed by a search.

"Impossible" is never said: a fix is offered only when a search with that one change has
found the session, without ending anybody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple

from kithwork.matching.compiled import Compiled
from kithwork.matching.desk import layout, moves, pairs_of, state_of
from kithwork.matching.plan import Fix, Plan, Session
from kithwork.matching.problem import Problem
from kithwork.matching.search.chain import Chain
from kithwork.matching.search.state import State

MOST_FIXES = 4
# Slots and peers looked at for one kind of fix, the most promising first.
MOST_TRIED = 6
# Moves in a row, and tries, for a change that should help at once.
QUICK_DEPTH, QUICK_TRIES = 2, 120
# Least cost to people first.
KINDS = (
    "rearrange", "another_slot", "raise_partners", "raise_day", "raise_sessions", "raise_lunches",
    "raise_team", "raise_supervision", "train", "leave_open",
)  # fmt: skip
# What stands against a peer -> the kind of fix, the limits in the search's numbers, the peer's field.
LIMITS = {
    "week_full": ("raise_sessions", "week", "max_sessions"),
    "day_full": ("raise_day", "daily", "max_per_day"),
    "partners_full": ("raise_partners", "partners", "max_partners"),
    "lunch_full": ("raise_lunches", "lunches", "max_lunch_days"),
}


class Change(NamedTuple):
    """One rule changed, as a person reads it and as the search does it; ``with_peer`` has to come."""

    kind: str
    says: Mapping[str, Any]
    made: Callable[[], AbstractContextManager[None]]
    slots: list[int] | None = None
    with_peer: int | None = None


def fixes_for(
    problem: Problem | Compiled,
    plan: Plan | Iterable[Session],
    need: str,
    *,
    limit: int = MOST_FIXES,
) -> tuple[Fix, ...]:
    """Changes that would meet more of an open need, least cost to people first.

    Parameters
    ----------
    problem
        The question, with whatever a person has allowed already.
    plan
        The plan as it stands, edits and all.
    need
        Id of the need.
    limit
        At most so many, *leave it open* (always the last) not counted.

    Returns
    -------
    tuple of Fix
        At most one of each kind. ``change`` names a field of the problem and its new value:
        ``{"peer", "field", "from", "to"}``, ``{"need", "field", "from", "to"}``,
        ``{"supervision", "from", "to"}``, ``{"peer", "field": "roles", "add"}`` or
        ``{"need", "field": "slots", "add"}``; empty for *rearrange* and *leave_open*. ``moves`` applied
        to the plan gives a plan that is sound under the change, holds ``meets`` more sessions of the need
        and no session less of any other.

    Raises
    ------
    KeyError
        If the problem has no such need.
    """
    state = state_of(problem, plan)
    return fixes_of(state, state.c.need_index[need], limit=limit)


def fixes_of(state: State, n: int, *, limit: int = MOST_FIXES) -> tuple[Fix, ...]:
    """As `fixes_for`, on a state, which is left as it was."""
    if state.held[n] >= state.c.k[n]:
        return ()
    found: dict[str, Fix] = {}
    tried: dict[str, int] = {}
    for change in _possible_changes(state, n):
        kind = change.kind
        if len(found) >= limit:
            break
        if kind in found or tried.get(kind, 0) >= MOST_TRIED:
            continue
        tried[kind] = tried.get(kind, 0) + 1
        fix = _confirm(state, n, change)
        if fix is not None:
            found[kind] = fix
    ranked = sorted(
        found.values(), key=lambda fix: (fix.costs["wishes"] > 0, KINDS.index(fix.kind))
    )
    return (*ranked, Fix("leave_open", 0, costs={"moved": 0, "wishes": 0, "pairs": 0}))


def _confirm(state: State, n: int, change: Change) -> Fix | None:
    """Hold as many more sessions of need n as the change allows; then put everything back."""
    before, pairs, wishes = layout(state), pairs_of(state), state.wishes
    mark, held = state.mark(), state.held[n]
    quick = change.kind != "rearrange"
    with change.made():
        chain = Chain(state, depth=QUICK_DEPTH, tries=QUICK_TRIES) if quick else Chain(state)
        met = chain.add(n, change.slots, change.with_peer)
        while met and state.held[n] < state.c.k[n] and chain.add(n):
            pass
        fix = None
        if met:
            add, remove = moves(state, before)
            costs = {
                "moved": len(remove),
                "wishes": max(0, wishes - state.wishes),
                "pairs": len(pairs - pairs_of(state)),
            }
            fix = Fix(change.kind, state.held[n] - held, change.says, add, remove, costs)
        state.back_to(mark)
    return fix


# ---------------------------------------------------------------- changes


def _possible_changes(state: State, n: int) -> Iterator[Change]:
    """One change at a time that could open a way."""
    c, need = state.c, state.c.problem.needs[n]
    yield Change("rearrange", {}, nullcontext)
    yield from _other_slots(state, n)
    yield from _limits_to_raise(state, n)
    if len(state.team[n]) >= c.team[n]:
        says = {"need": need.id, "field": "team_max", "from": c.team[n], "to": c.team[n] + 1}
        yield Change("raise_team", says, lambda: _raised(c.team, n))
    g = c.group[n]
    full = [s for s in c.candidates[n] if g >= 0 and state.group_at[g, s] >= c.group_cap[g]]
    if full:
        cap = c.group_cap[g]
        says = {"supervision": need.supervision, "from": cap, "to": cap + 1}
        yield Change("raise_supervision", says, lambda: _raised(c.group_cap, g), slots=full)
    yield from _peers_to_train(state, n)


def _other_slots(state: State, n: int) -> Iterator[Change]:
    """Times at which the student is in the right place but which the need does not list."""
    c, need = state.c, state.c.problem.needs[n]
    listed = set(need.slots)
    allowed = [p for p in range(len(c.week)) if c.may_pair(n, p)]
    for s in range(c.S):
        if s in listed or not c.is_there(need, c.need_student[n], s):
            continue
        there = [p for p in allowed if c.can_be_there(need, c.peer_student[p], s)]
        if len(there) >= need.min_peers:
            says = {"need": need.id, "field": "slots", "add": s}
            yield Change("another_slot", says, _with_candidates(c, n, {s: there}), slots=[s])


def _limits_to_raise(state: State, n: int) -> Iterator[Change]:
    """Peers who could come but for one limit of their own, best pairs first."""
    c = state.c
    offers: dict[tuple[str, int], list[int]] = {}
    for s, there in c.candidates[n].items():
        if (n, s) not in state.sessions and state.can_host(n, s):
            for p in there:
                only = _only_limit(state, p, n, s)
                if only:
                    offers.setdefault((only, p), []).append(s)
    ranked = sorted(offers, key=lambda one: (-c.worth[n].get(one[1], 0), state.load[one[1]], one))
    for code, p in ranked:
        kind, name, field = LIMITS[code]
        values: list[int] = getattr(c, name)
        peer = c.problem.peers[p].student
        says = {"peer": peer, "field": field, "from": values[p], "to": values[p] + 1}
        yield Change(kind, says, _raise_of(state, values, p), slots=offers[code, p], with_peer=p)


def _only_limit(state: State, p: int, n: int, s: int) -> str | None:
    """The one limit of their own that keeps a peer from coming; None if none does, or more than one."""
    c = state.c
    if state.busy[c.peer_student[p]][s]:
        return None
    if p not in state.team[n] and len(state.team[n]) >= c.team[n]:
        return None
    reached = []
    if state.load[p] >= c.week[p]:
        reached.append("week_full")
    if state.day_load[p, c.day_of[s]] >= c.daily[p]:
        reached.append("day_full")
    if not state.has_lunch_left(p, n, s):
        reached.append("lunch_full")
    if c.need_student[n] not in state.with_[p] and len(state.with_[p]) >= c.partners[p]:
        reached.append("partners_full")
    return reached[0] if len(reached) == 1 else None


def _peers_to_train(state: State, n: int) -> Iterator[Change]:
    """Peers who are there and have time, and are not ready for this role yet."""
    c, need = state.c, state.c.problem.needs[n]
    f = c.need_student[n]
    slots = [s for s in need.slots if c.is_there(need, f, s) and not state.busy[f][s]]
    near: dict[int, list[int]] = {}
    for p, peer in enumerate(c.problem.peers):
        if need.role in peer.roles or not c.may_pair(n, p, trained=True):
            continue
        student = c.peer_student[p]
        times = [
            s for s in slots if c.can_be_there(need, student, s) and not state.busy[student][s]
        ]
        if times and state.load[p] < c.week[p] and len(state.with_[p]) < c.partners[p]:
            near[p] = times
    for p in sorted(
        near, key=lambda p: (p not in c.wanted.get(f, ()), -len(near[p]), state.load[p], p)
    ):
        extra = {s: [*c.candidates[n].get(s, ()), p] for s in near[p]}
        says = {"peer": c.problem.peers[p].student, "field": "roles", "add": need.role}
        yield Change("train", says, _with_candidates(c, n, extra), slots=near[p], with_peer=p)


@contextmanager
def _raised(values: list[int], at: int) -> Iterator[None]:
    values[at] += 1
    try:
        yield
    finally:
        values[at] -= 1


def _raise_of(
    state: State, values: list[int], p: int
) -> Callable[[], AbstractContextManager[None]]:
    """One more for a limit of peer p; what is done under it must be taken back before it ends."""

    @contextmanager
    def made() -> Iterator[None]:
        with _raised(values, p):
            state.look_again(p)
            yield
        state.look_again(p)

    return made


def _with_candidates(
    c: Compiled, n: int, extra: dict[int, list[int]]
) -> Callable[[], AbstractContextManager[None]]:
    """Let these peers be candidates of need n at these slots, while the fix is tried."""

    @contextmanager
    def made() -> Iterator[None]:
        there, masks, worth = c.candidates[n], c.candidate_mask[n], c.worth[n]
        enough = {s: peers for s, peers in extra.items() if len(peers) >= c.lo[n]}
        c.candidates[n] = {**there, **enough}
        c.candidate_mask[n] = {
            s: sum(1 << p for p in peers) for s, peers in c.candidates[n].items()
        }
        c.worth[n] = {**{p: 0 for peers in extra.values() for p in peers}, **worth}
        try:
            yield
        finally:
            c.candidates[n], c.candidate_mask[n], c.worth[n] = there, masks, worth

    return made
