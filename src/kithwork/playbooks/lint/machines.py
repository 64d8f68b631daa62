"""A correction can be walked: each state is reached, each has a way to the end, waits lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.sessions import SILENT, Correction, State


def corrections_can_be_walked(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for number, correction in enumerate(playbook.corrections, 1):
        at = f"corrections {number}"
        known = {state.id for state in correction.states}
        if correction.start not in known:
            yield (
                "state",
                f"{at}, start",
                f'there is no state "{correction.start}"; name one of its own.',
            )
            continue
        lost = [
            (f"{at}, states {place}, go {turn}, to", one.to)
            for place, state in enumerate(correction.states, 1)
            for turn, one in enumerate(state.go, 1)
            if one.to not in known
        ]
        yield from (
            ("state", place, f'there is no state "{to}"; name one of its own.')
            for place, to in lost
        )
        if not lost:
            yield from _reach(correction, at)
        for place, state in enumerate(correction.states, 1):
            yield from _state(state, f"{at}, states {place}")


def _reach(correction: Correction, at: str) -> Iterator[tuple[str, str, str]]:
    onward = {state.id: {one.to for one in state.go} for state in correction.states}
    ends = {state.id for state in correction.states if state.ends}
    reached = _closure({correction.start}, onward)
    back: dict[str, set[str]] = {key: set() for key in onward}
    for key, targets in onward.items():
        for target in targets:
            back[target].add(key)
    ending = _closure(ends, back)
    for place, state in enumerate(correction.states, 1):
        if state.id not in reached:
            sentence = f'"{state.id}" is never reached; lead to it, or take it out.'
            yield ("unreachable", f"{at}, states {place}", sentence)
        if state.id not in ending:
            sentence = f'"{state.id}" never comes to an end; lead it to a state with ends = true.'
            yield ("endless", f"{at}, states {place}", sentence)


def _closure(start: set[str], onward: dict[str, set[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for target in onward[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found


def _state(state: State, at: str) -> Iterator[tuple[str, str, str]]:
    events = [one.on for one in state.go]
    for event in sorted({event for event in events if events.count(event) > 1}):
        yield ("state", at, f'"{event}" leads two ways; keep one.')
    if SILENT in events and not state.wait_seconds:
        yield ("state", f"{at}, wait_seconds", 'say how many seconds pass before "silent".')
    if state.wait_seconds and SILENT not in events:
        yield ("state", f"{at}, go", 'say where "silent" leads when the wait is over.')
    if state.ends and state.go:
        yield ("state", f"{at}, go", "a state that ends leads nowhere; take out go or ends.")
