"""Two observers' records compared: every session, every index, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kithwork.evidence.agreement.coverage import Coverage, Scored, coverage
from kithwork.evidence.agreement.door import ON_BOUTS, ON_INTERVALS, ioa
from kithwork.evidence.agreement.records import WORDS, Key, Record
from kithwork.evidence.agreement.result import Agreement
from kithwork.evidence.faults import refuse

OBSERVERS = ("first", "second")


@dataclass(frozen=True, slots=True)
class Compared:
    """One session that both observers scored, with one index."""

    case: str
    outcome: str
    phase: str
    session: float
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side.

    ``sessions`` has each session both scored with each index; ``summaries`` each index with the
    coverage, mean and range of every case, outcome and phase; ``alone`` a sentence for each session
    or interval that only one of the two has.
    """

    sessions: tuple[Compared, ...]
    summaries: tuple[tuple[str, Coverage], ...]
    alone: tuple[str, ...]


def compare(
    first: Record, second: Record, methods: Sequence[str] = (), *, tolerance: float = 2.0
) -> Comparison:
    """Every session both observers scored with each method, and what only one has.

    Without ``methods`` all that fit the kind of record are used. ``tolerance`` in seconds is for
    time_window. Raises BadData where the two records are of different kinds or have different columns,
    where a method does not fit them, and for a tolerance below zero.
    """
    chosen = _methods(first, second, methods)
    every = list(dict.fromkeys([*first.sessions, *second.sessions]))
    both = [key for key in every if key in first.sessions and key in second.sessions]
    found = {
        (key, method): _of_session(first, second, key, method, tolerance)
        for key in both
        for method in chosen
    }
    return Comparison(
        tuple(Compared(*key, one) for (key, _), one in found.items()),
        tuple(_summaries(every, chosen, found)),
        (*_sessions_alone(first, second), *_intervals_alone(first, second, both)),
    )


def _methods(first: Record, second: Record, methods: Sequence[str]) -> list[str]:
    if first.kind != second.kind:
        raise refuse(
            "different_records",
            "One file has intervals and the other has bouts. Give two of the same kind.",
        )
    for word in WORDS:
        if (word in first.words) != (word in second.words):
            raise refuse(
                "different_columns",
                f"One file has a column {word!r} and the other has none. Give it to both.",
                row=1,
                column=word,
            )
    fitting = ON_INTERVALS if first.kind == "interval" else ON_BOUTS
    if wrong := [method for method in methods if method not in fitting]:
        raise refuse(
            "unknown_method",
            f"{wrong[0]!r} does not fit these records. Use one of: {', '.join(fitting)}.",
        )
    return list(dict.fromkeys(methods or fitting))


def _of_session(
    first: Record, second: Record, key: Key, method: str, tolerance: float
) -> Agreement:
    one, two = first.sessions[key], second.sessions[key]
    if first.kind == "interval":
        places = sorted({*one, *two})
        return ioa([one.get(at) for at in places], [two.get(at) for at in places], method=method)
    if method == "time_window":
        return ioa(list(one), list(two), method=method, tolerance=tolerance)
    lengths = [[off - on for on, off in sorted(bouts.items())] for bouts in (one, two)]
    return ioa(*lengths, method=method)


def _summaries(
    every: list[Key], methods: list[str], found: dict[tuple[Key, str], Agreement]
) -> Iterator[tuple[str, Coverage]]:
    for method in methods:
        scored = [_scored(key, found.get((key, method))) for key in every]
        for group in coverage(scored):
            yield method, group


def _scored(key: Key, one: Agreement | None) -> Scored:
    case, outcome, phase, session = key
    if one is None:
        return Scored(case, phase, session, outcome=outcome)
    return Scored(case, phase, session, True, one.value, outcome, one.warnings)


def _sessions_alone(first: Record, second: Record) -> Iterator[str]:
    for who, one, other in zip(OBSERVERS, (first, second), (second, first), strict=True):
        for key in one.sessions:
            if key not in other.sessions:
                yield f"{_named(key)} was scored by the {who} observer only, so it is not compared."


def _intervals_alone(first: Record, second: Record, both: list[Key]) -> Iterator[str]:
    """Intervals without a number for one of the two: every index leaves them out for both."""
    if first.kind != "interval":
        return
    for key in both:
        one, two = first.sessions[key], second.sessions[key]
        places = sorted({*one, *two})
        left = [at for at in places if one.get(at) is None or two.get(at) is None]
        if left:
            named = ", ".join(f"{at:g}" for at in left)
            yield f"{_named(key)}: not scored by both and left out: interval {named}."


def _named(key: Key) -> str:
    words = ", ".join(word for word in key[:3] if word)
    return f"Session {key[3]:g}" + (f" of {words}" if words else "")
