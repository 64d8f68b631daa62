"""What a figure shows, in plain words: levels, direction, what is missing. Never why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from statistics import median

from kithwork.evidence.graph.arrange import gap_between
from kithwork.evidence.graph.axes import capital, day_words
from kithwork.evidence.graph.model import Figure, Group, Kind, Look, Mark, Panel, Ruling
from kithwork.evidence.graph.numbers import between, listed, plain, told
from kithwork.evidence.graph.wanted import Wanted
from kithwork.evidence.series import Series
from kithwork.evidence.trend import theil_sen

# How much more often scores must rise than fall, or fall than rise, before a direction is said.
# Ours (tag D): three pairs of sessions to one.
CLEARLY = 3
# Where a list of single scores is still read by somebody.
MOST_LISTED = 12


def sentences_of(figure: Figure, series: Sequence[Series], wanted: Wanted) -> tuple[str, ...]:
    """The sentences of a figure, panel by panel."""
    said = [_lead(figure), *_better(series)]
    if figure.kind is Kind.MULTIPLE_BASELINE:
        said.append(_starts(figure))
    for panel, one in zip(figure.panels, series, strict=True):
        said += _panel(figure, panel, one, wanted)
    said += _closing(figure)
    return tuple(said)


def _lead(figure: Figure) -> str:
    names = [name for name in dict.fromkeys(panel.case for panel in figure.panels) if name]
    who = f" of {listed(names)}" if names else ""
    measures = list(dict.fromkeys(panel.y.title for panel in figure.panels))
    kind = "Single-case" if figure.kind is Kind.SINGLE else capital(figure.kind.words)
    return f"{kind} graph{who}. {_s('Measure', measures)}: {listed(measures)}."


def _better(series: Sequence[Series]) -> Iterator[str]:
    ways = {one.improvement for one in series}
    if len(ways) == 1:
        yield "Higher is better." if ways == {"increase"} else "Lower is better."


def _starts(figure: Figure) -> str:
    told_starts, waiting = [], []
    for panel in figure.panels:
        if panel.changes:
            told_starts.append(f"{_first_of(panel)} for {_name(panel)}")
        else:
            waiting.append(_name(panel))
    text = ""
    if told_starts:
        when = "" if figure.dated else "session "
        text = f"The first change of phase comes at {when}{listed(told_starts)}."
    if waiting:
        text = f"{text} Not yet changed: {listed(waiting)}."
    return text.strip()


def _first_of(panel: Panel) -> str:
    mark = next(group for group in panel.groups if group.span == 1).marks[0]
    return day_words(mark.on) if mark.on and mark.x != mark.session else plain(mark.session)


def _name(panel: Panel) -> str:
    return panel.name or "this case"


def _panel(figure: Figure, panel: Panel, series: Series, wanted: Wanted) -> Iterator[str]:
    if len(figure.panels) > 1:
        yield f"{_name(panel)}:"
    for group in panel.groups:
        yield group_words(group)
    if figure.kind is Kind.CHANGING_CRITERION:
        yield from _criteria(panel, series)
    elif figure.kind is not Kind.ALTERNATING_TREATMENTS:
        for a, b in pairwise(panel.groups):
            yield from compared(a, b, series)
    yield from _probes(panel)
    yield from _aims(figure, panel)
    if any(ruling.what == "dual" for ruling in panel.rulings):
        yield "Dashed lines carry the mean and the trend of the baseline through the phase after it."
    yield from missing_words(panel, wanted)


def group_words(group: Group) -> str:
    """One phase: how many sessions, from where to where, the middle, the direction."""
    values = group.values
    if not values:
        return f"{group.name}: no data."
    if len(values) == 1:
        return f"{group.name}: one session with data, value {told(*values)[0]}."
    counted = f"{group.name}: {len(values)} sessions with data"
    low, high, middle = min(values), max(values), median(values)
    if low == high:
        return f"{counted}, always {told(low)[0]}."
    if len(values) == 2:
        first, last = told(*values)
        return f"{counted}, first {first}, then {last}."
    words = told(low, high, middle)
    return (
        f"{counted}, values {words[0]} to {words[1]}, middle value {words[2]}, {direction(group)}."
    )


def direction(group: Group) -> str:
    """Whether scores tend up or down.

    Said only where the middle slope (Theil-Sen) goes that way and, of all pairs of sessions, at least
    three times as many go that way as the other.
    """
    scored = [mark for mark in group.marks if mark.value is not None]
    values = group.values
    slope = theil_sen(values, time=[mark.session for mark in scored]).slope or 0.0
    pairs = list(combinations(values, 2))
    rises, falls = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
    if slope > 0 and rises >= CLEARLY * falls:
        return "tending up"
    if slope < 0 and falls >= CLEARLY * rises:
        return "tending down"
    return "no clear direction"


def compared(a: Group, b: Group, series: Series) -> Iterator[str]:
    """One phase beside the one before it: level, and how many scores lie outside it on that side."""
    if not a.values or not b.values:
        return
    before, after = median(a.values), median(b.values)
    low, high = told(before, after)
    up = after > before or (after == before and series.improvement == "increase")
    if before == after:
        yield f"The middle value is the same in {b.name} as in {a.name} ({low})."
    else:
        word = "higher" if up else "lower"
        yield f"The middle value is {word} in {b.name} ({high}) than in {a.name} ({low})."
    edge = max(a.values) if up else min(a.values)
    outside = sum(value > edge if up else value < edge for value in b.values)
    side = "above the highest" if up else "below the lowest"
    yield f"{_of(outside, b, 'lies', 'lie')} {side} of {a.name}."


def _of(number: int, group: Group, one: str, more: str) -> str:
    every = len(group.values)
    values = "value" if every == 1 else "values"
    return f"{number} of {every} {values} in {group.name} {one if number == 1 else more}"


def _criteria(panel: Panel, series: Series) -> Iterator[str]:
    up = series.improvement == "increase"
    levels = {
        (ruling.start[0], ruling.stop[0]): ruling.start[1]
        for ruling in panel.rulings
        if ruling.what == "criterion"
    }
    for span, group in zip(panel.spans, panel.groups, strict=True):
        level = levels.get((span.start, span.stop))
        if level is not None and group.values:
            met = sum(value >= level if up else value <= level for value in group.values)
            side = "at or above" if up else "at or below"
            yield f"{_of(met, group, 'is', 'are')} {side} the criterion {plain(level)}."


def _probes(panel: Panel) -> Iterator[str]:
    values = [value for mark, value in panel.marks if mark.look is Look.PROBE]
    if values:
        shown = (
            listed(told(*values))
            if len(values) <= MOST_LISTED
            else " to ".join(told(min(values), max(values)))
        )
        yield f"{len(values)} {_s('probe', values)}: {shown}."


def _aims(figure: Figure, panel: Panel) -> Iterator[str]:
    for ruling in panel.rulings:
        if ruling.what != "aim":
            continue
        if ruling.start[1] == ruling.stop[1]:
            yield f"Aim: {plain(ruling.stop[1])}."
        else:
            yield f"The aim line goes from {_end(figure, ruling, 0)} to {_end(figure, ruling, 1)}."


def _end(figure: Figure, ruling: Ruling, which: int) -> str:
    x, level = (ruling.start, ruling.stop)[which]
    if not figure.dated:
        return f"{plain(level)} at session {plain(x)}"
    on = date.fromordinal(int(x))
    # The axis says its own years, and nothing of a day past its end.
    year = "" if on.year <= date.fromordinal(int(figure.x.high)).year else f", {on.year}"
    return f"{plain(level)} on {day_words(on)}{year}"


def missing_words(panel: Panel, wanted: Wanted) -> Iterator[str]:
    """What is missing: sessions without a score, numbers left out, and breaks between sessions."""
    own = [mark for mark in panel.points if mark.look is not Look.PROBE]
    empty = [mark.session for mark in own if mark.value is None]
    every = sorted({mark.session for mark in panel.points})
    # A number nobody used is a day of other cases, where the figure was asked to join across it.
    is_counted = not wanted.join_skipped and all(session.is_integer() for session in every)
    skipped = between(every) if is_counted else []
    texts = _sessions(empty, skipped)
    if texts:
        word = "session" if len(texts) == 1 and " to " not in texts[0] else "sessions"
        yield f"No data at {word} {listed(texts)}."
    breaks = [*_breaks(panel, replace(wanted, join_skipped=True))]
    yield from breaks
    if not texts and not breaks:
        yield "No session is missing."


def _breaks(panel: Panel, wanted: Wanted) -> Iterator[str]:
    for before, after in pairwise(panel.points):
        if gap_between(before, after, wanted):
            yield f"A break lies between {_session(before)} and {_session(after)}."


def _session(mark: Mark) -> str:
    return f"session {plain(mark.session)}" + (f" ({day_words(mark.on)})" if mark.on else "")


def _sessions(empty: Sequence[float], skipped: Sequence[tuple[float, float]]) -> list[str]:
    """Missing sessions as ranges, without counting out a gap of a million."""
    spans = sorted([*((session, session) for session in empty), *skipped])
    merged: list[list[float]] = []
    for low, high in spans:
        if merged and low - merged[-1][1] <= 1 and low.is_integer() and merged[-1][1].is_integer():
            merged[-1][1] = max(high, merged[-1][1])
        else:
            merged.append([low, high])
    return [plain(low) if low == high else f"{plain(low)} to {plain(high)}" for low, high in merged]


def _closing(figure: Figure) -> Iterator[str]:
    changes = max(len(panel.changes) for panel in figure.panels)
    if not changes and figure.kind is not Kind.ALTERNATING_TREATMENTS:
        yield "One phase describes. There is nothing to compare it with."
    elif figure.kind is Kind.SINGLE and changes == 1:
        yield "A single change of phase describes what happened. It cannot say why."
    else:
        yield "The graph describes. Whether a conclusion holds depends on the design and on all the data."


def _s(word: str, of: Sequence[object]) -> str:
    return word if len(of) == 1 else f"{word}s"
