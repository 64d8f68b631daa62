"""A first plan at once: the need with the fewest ways to be met comes first."""

from __future__ import annotations

from kithwork.matching.search.state import State


def greedy(state: State) -> None:
    """Fill the state, scarcest need first, one session each round so that nobody is far ahead."""
    place_locks(state)
    c = state.c
    scarcity = [(sum(len(there) for there in c.candidates[n].values()), n) for n in range(len(c.k))]
    order = [n for _, n in sorted(scarcity)]
    grew = True
    while grew:
        grew = False
        for n in order:
            if state.held[n] < c.k[n] and insert_anywhere(state, n):
                grew = True
    state.forget()


def place_locks(state: State) -> None:
    """Put what a person locked in place, before anything else is decided.

    A lock that breaks a hard rule is not placed: the judge says so, and nobody is double-booked.
    """
    for n, s, p in state.c.locks:
        if p not in state.c.candidates[n].get(s, ()):
            continue
        if (n, s) not in state.sessions and not state.can_host(n, s):
            continue
        if not state.can_come(p, n, s):
            continue
        if (n, s) not in state.sessions:
            state.hold(n, s)
        if len(state.sessions[n, s]) < state.c.hi[n]:
            state.join(n, s, p)
            state.locked.add((n, s))
            state.locked_peer.add((n, s, p))
    for n, s in sorted(state.locked):
        if not fill_up(state, n, s):
            state.empty_and_drop(n, s)
            state.locked.discard((n, s))
            state.locked_peer = {lock for lock in state.locked_peer if lock[:2] != (n, s)}
    state.forget()


def fill_up(state: State, n: int, s: int) -> bool:
    """Bring peers to a held session until it has enough; False when there are not enough."""
    peers = state.sessions[n, s]
    while len(peers) < state.c.lo[n]:
        p = best_peer(state, n, s)
        if p is None:
            return False
        state.join(n, s, p)
    return True


def best_peer(state: State, n: int, s: int) -> int | None:
    """The feasible candidate with the best pair, the least loaded among equals."""
    mask = state.able(n, s)
    worth, week, load = state.c.worth[n], state.c.week, state.load
    best, found = (-1, 0), None
    while mask:
        bit = mask & -mask
        mask ^= bit
        p = bit.bit_length() - 1
        key = (worth[p], week[p] - load[p])
        if key > best:
            best, found = key, p
    return found


def insert_anywhere(state: State, n: int) -> bool:
    """Hold one more session of need n where it is easiest; False when it fits nowhere."""
    for s in sorted(
        state.c.candidates[n], key=lambda s: len(state.c.candidates[n][s]), reverse=True
    ):
        if insert(state, n, s):
            return True
    return False


def insert(state: State, n: int, s: int) -> bool:
    """Hold need n at s with the best feasible peers; leaves no trace when there are too few."""
    if not state.can_host(n, s) or state.able(n, s).bit_count() < state.c.lo[n]:
        return False
    mark = state.mark()
    state.hold(n, s)
    if fill_up(state, n, s):
        return True
    state.back_to(mark)
    return False
