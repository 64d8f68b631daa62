"""Graphs for somebody who must not know cases, phases or days; and, once the key is open, what their reading says. Pure.

A sheet holds nothing but scores in their order. The key (which sheet started when) is kept apart from it, and no
page of a reader is made from the key: another key gives the same page to the byte.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kithwork.apps.studies.limits import limit
from kithwork.evidence.faults import BadData
from kithwork.evidence.graph import Figure, figure
from kithwork.evidence.randomization.masked import Entry, Key, Log, p_value
from kithwork.evidence.series import Series

# The one phase of a masked graph, and the one measure.
ALL, MEASURE = "all", "Score"
Sheet = list[float | None]


@dataclass(frozen=True, slots=True)
class Laid:
    """The sheets, and the key to them: their order of starting, and where each changes phase (places from 1)."""

    sheets: list[Sheet]
    cases: list[str]
    order: list[int]
    starts: list[list[int]]


def laid(series: Sequence[Series]) -> Laid:
    """Every case on one common row of sessions, numbered anew from 1: days and session numbers are gone."""
    axis = sorted({session for one in series for session in one.sessions})
    place = {session: number for number, session in enumerate(axis, start=1)}
    sheets, starts = [], []
    for one in series:
        scores = dict(zip(one.sessions, one.values, strict=True))
        sheets.append([scores.get(session) for session in axis])
        starts.append([place[run.points[0].session] for run in one.runs[1:]])
    order = sorted(range(len(series)), key=lambda one: (starts[one][:1] or [len(axis) + 1], one))
    return Laid(sheets, [one.case for one in series], order, starts)


def shuffled(count: int) -> list[list[Any]]:
    """An order of one reader's own, each graph under an id that was drawn for this once."""
    places = list(range(count))
    secrets.SystemRandom().shuffle(places)
    return [[secrets.token_hex(8), place] for place in places]


def figure_for(sheets: Sequence[Sheet], own: Sequence[Sequence[Any]], improvement: str) -> Figure:
    """The reader's figure, from the scores and their order alone."""
    series = [
        Series(
            case=f"Graph {number}", outcome=MEASURE, sessions=range(1, len(sheets[place]) + 1),
            values=sheets[place], phases=[ALL] * len(sheets[place]),
            improvement="increase" if improvement == "increase" else "decrease",
        )
        for number, (_id, place) in enumerate(own, start=1)
    ]  # fmt: skip
    return figure(series, "single", order="given", labels={ALL: "All sessions"}, y_title=MEASURE)


def key_of(order: Sequence[int], own: Sequence[Sequence[Any]], salt: str) -> Key:
    """The key of one reader's copy: the ids in the order in which the cases started."""
    ids = {place: one for one, place in own}
    return Key(tuple(ids[place] for place in order), salt)


def log_from(entries: Sequence[Mapping[str, Any]]) -> Log:
    return Log(tuple(Entry(**{**one, "order": tuple(one["order"])}) for one in entries))


def log_to(log: Log) -> list[dict[str, Any]]:
    return [one.to_json() for one in log.entries]


def named_order(marks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return sorted(marks, key=lambda one: int(marks[one]["rank"]))


@dataclass(frozen=True, slots=True)
class Line:
    """One case, as the readers saw it and as it was. Places are numbers of sessions counted from 1."""

    case: str
    truth: tuple[int, ...]
    seen: tuple[int | None, ...]
    agree: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the readings say, once the key is open."""

    lines: tuple[Line, ...]
    agreed: int
    right: tuple[bool, ...]
    p: tuple[Fraction | None, ...]
    is_sound: bool


def outcome_of(
    cases: Sequence[str],
    starts: Sequence[Sequence[int]],
    readings: Sequence[
        tuple[Sequence[Sequence[Any]], Mapping[str, Any], Sequence[Mapping[str, Any]]]
    ],
    *,
    is_drawn: bool,
) -> Outcome:
    """Marks beside the truth, agreement between readers, and p where the order itself was drawn by chance.

    ``readings``: each reader's ids, marks and log. ``is_drawn``: a sealed plan made every order of the cases
    equally likely; without it a right order is told and no p-value given.
    """
    lines, right, p = [], [], []
    for place, case in enumerate(cases):
        seen = []
        for own, marks, _log in readings:
            one = next(each for each, at in own if at == place)
            seen.append(marks[one]["change"])
        lines.append(Line(case, tuple(starts[place]), tuple(seen), _agree(seen)))
    is_sound = True
    for _own, _marks, kept in readings:
        log = log_from(kept)
        try:
            tries = log.tries()
        except BadData:
            is_sound, tries = False, None
        right.append(tries == 1)
        p.append(p_value(tries, cases=len(cases)) if is_drawn else None)
    return Outcome(
        tuple(lines), sum(line.agree for line in lines), tuple(right), tuple(p), is_sound
    )


def _agree(seen: Sequence[int | None]) -> bool:
    if None in seen:
        return set(seen) == {None}
    known = [one for one in seen if one is not None]
    return max(known) - min(known) <= limit("same_place_within")
