"""From taps to measures: what a letter says, given the form it was made with. Pure; the arithmetic is evidence's.

Times on a tape count from Start. Pauses are taken out of them; what could not be seen is marked as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Protocol

from kithwork.apps.observations.instrument_text import ABOUT_THE_SESSION, InstrumentText, Pad
from kithwork.apps.observations.letter import Tap
from kithwork.apps.observations.proximity import UnreadableError as UnreadableError
from kithwork.apps.observations.proximity import chosen_of, prompts
from kithwork.evidence.recording import (
    Measure,
    Recording,
    count,
    duration,
    inter_response_time,
    latency,
    mean_bout,
    opportunity_percent,
    percent_duration,
    rate,
)

PAUSE, GO, HIDE, SEEN = "pause", "go", "hide", "seen"
INTERVAL_INDEX = {
    "partial": "partial_interval",
    "whole": "whole_interval",
    "momentary": "momentary_interval",
}


class Recorded(Protocol):
    """What was tapped, and how long it took: a letter, or somebody's practice."""

    @property
    def taps(self) -> tuple[Tap, ...]: ...
    @property
    def length_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Said:
    """One measure of one pad."""

    pad: Pad
    measure: Measure


@dataclass(frozen=True, slots=True)
class Tape:
    """The taps that count, on a clock without pauses."""

    seconds: float
    unobservable: tuple[tuple[float, float], ...]
    # code as tapped, mark included -> seconds
    taps: tuple[tuple[float, str], ...] = field(default=())

    def of(self, pad: Pad) -> list[tuple[float, str]]:
        """(seconds, mark) of one pad's taps; the mark is what follows its code."""
        return [(at, code[len(pad.code) :]) for at, code in self.taps if code_of(code) == pad.code]


def code_of(tapped: str) -> str:
    for sign in "?:=@":
        tapped = tapped.partition(sign)[0]
    return tapped


def tape_of(letter: Recorded, form: InstrumentText) -> Tape:
    """The tape of a letter. Raises UnreadableError for a pad the form does not have, or no time observed."""
    counted = [tap for tap in letter.taps if not tap.undone]
    for tap in counted:
        if tap.code not in ABOUT_THE_SESSION and form.pad(code_of(tap.code)) is None:
            raise UnreadableError(f"A tap says “{tap.code}”, and this form has no such pad.")
    pauses = _spans(counted, PAUSE, GO, letter.length_ms)
    seconds = _without(letter.length_ms, pauses)
    if seconds <= 0:
        raise UnreadableError("It was paused from beginning to end: no time was observed.")
    hidden = [
        (_without(start, pauses), _without(end, pauses))
        for start, end in _spans(counted, HIDE, SEEN, letter.length_ms)
    ]
    taps = tuple(
        (_without(tap.at, pauses), tap.code) for tap in counted if tap.code not in ABOUT_THE_SESSION
    )
    return Tape(seconds, tuple(span for span in hidden if span[1] > span[0]), taps)


def _spans(taps: Sequence[Tap], opens: str, closes: str, length_ms: int) -> list[tuple[int, int]]:
    spans, since = [], None
    for tap in taps:
        if tap.code == opens and since is None:
            since = tap.at
        elif tap.code == closes and since is not None:
            spans.append((since, tap.at))
            since = None
    return spans if since is None else [*spans, (since, length_ms)]


def _without(at_ms: int, pauses: Sequence[tuple[int, int]]) -> float:
    """Seconds observed up to an instant, pauses left out."""
    paused = sum(max(0, min(at_ms, end) - start) for start, end in pauses)
    return (at_ms - paused) / 1000


def measures(letter: Recorded, form: InstrumentText) -> tuple[Tape, list[Said]]:
    """Every measure of every pad, in the form's order.

    Raises UnreadableError when the taps do not fit the form.
    """
    tape = tape_of(letter, form)
    said = [Said(pad, one) for pad in form.pads for one in OF[pad.records](tape, pad, form)]
    return tape, [*said, *(Said(pad, one) for pad, one in prompts(tape, form))]


# ------------------------------------------------------------------ one function for each way of recording


def _events(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    recording = Recording([(at, None) for at, _ in tape.of(pad)], tape.seconds, tape.unobservable)
    yield from (count(recording), rate(recording), inter_response_time(recording))


def bouts_of(tape: Tape, pad: Pad) -> list[tuple[float, float]]:
    """A first tap begins, the next ends; what nobody ended goes on to the end."""
    times = [at for at, _ in tape.of(pad)]
    if len(times) % 2:
        times.append(tape.seconds)
    return list(zip(times[::2], times[1::2], strict=True))


def _durations(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    recording = Recording(bouts_of(tape, pad), tape.seconds, tape.unobservable)
    yield from (
        duration(recording),
        percent_duration(recording),
        count(recording),
        mean_bout(recording),
    )


def _latencies(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    taps = tape.of(pad)
    cues = [at for at, mark in taps if mark == "?"]
    onsets = [(at, None) for at, mark in taps if not mark]
    waits = []
    for place, cue in enumerate(cues):
        until = cues[place + 1] if place + 1 < len(cues) else tape.seconds
        before_next = [one for one in onsets if one[0] <= until]
        waits.append(latency(Recording(before_next, tape.seconds), cue=cue).value)
    heard = [one for one in waits if one is not None]
    details: dict[str, Any] = {"latencies": waits, "cues": len(cues), "answered": len(heard)}
    if heard:
        yield Measure("latency", fmean(heard), "seconds", details=details)
    else:
        yield Measure("latency", None, "seconds", details=details, reasons=("no_onset",))


def scores_of(tape: Tape, pad: Pad, form: InstrumentText) -> list[bool | None]:
    """What was said of each whole interval; None where nothing was.

    Raises UnreadableError for a tap that says no interval.
    """
    assert form.interval is not None
    scores: list[bool | None] = [None] * int(tape.seconds / form.interval.seconds + 1e-9)
    if form.kind == "proximity":
        chosen = chosen_of(tape, form)
        return [None if code is None else code == pad.code for code in chosen]
    for _, mark in tape.of(pad):
        number, is_no = mark.removeprefix("@").removesuffix("-"), mark.endswith("-")
        if not number.isdecimal():
            raise UnreadableError(f"A tap on “{pad.label}” does not say which interval it scores.")
        if int(number) < len(scores):
            scores[int(number)] = not is_no
    return scores


def _intervals(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    """Scored by the observer as it went; an interval nobody answered for is left out and counted."""
    assert form.interval is not None
    scores = scores_of(tape, pad, form)
    whole = len(scores)
    answered = [one for one in scores if one is not None]
    details = {
        "scores": scores,
        "interval": form.interval.seconds,
        "left_out": whole - len(answered),
    }
    index = INTERVAL_INDEX[form.interval.method]
    if answered:
        yield Measure(index, sum(answered) / len(answered), "share of intervals", details=details)
    else:
        yield Measure(
            index, None, "share of intervals", details=details, reasons=("nothing_observed",)
        )


def _opportunities(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    """Of all chances, how many were taken with the least help."""
    answers = Counter(mark.removeprefix(":") for _, mark in tape.of(pad))
    known = {level.code for level in form.levels} | {"-"}
    if unknown := sorted(set(answers) - known):
        raise UnreadableError(
            f"A tap on “{pad.label}” names a level of help the form does not have: {unknown[0]}."
        )
    found = opportunity_percent(answers[form.levels[0].code], answers.total())
    details = {**found.details, "levels": {code: answers[code] for code in sorted(answers)}}
    yield Measure(found.index, found.value, found.unit, details=details, reasons=found.reasons)


def _ratings(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    assert form.scale is not None
    marks = [mark.removeprefix("=") for _, mark in tape.of(pad)]
    if not marks:
        yield Measure("rating", None, "points", reasons=("nothing_observed",))
        return
    if not marks[-1].isdecimal() or not form.scale.low <= int(marks[-1]) <= form.scale.high:
        raise UnreadableError(
            f"“{pad.label}” is rated {marks[-1]}, and the scale goes from {form.scale.low} to {form.scale.high}."
        )
    yield Measure("rating", float(marks[-1]), "points")


STEP = {"yes": 1.0, "no": 0.0}


def _steps(tape: Tape, pad: Pad, form: InstrumentText) -> Iterator[Measure]:
    marks = [mark.removeprefix("=") for _, mark in tape.of(pad)]
    if marks and marks[-1] not in {*STEP, "na"}:
        raise UnreadableError(f"“{pad.label}” is answered with “{marks[-1]}”. It is yes, no or na.")
    if marks and marks[-1] in STEP:
        yield Measure("step", STEP[marks[-1]], "yes or no")
    else:
        yield Measure("step", None, "yes or no", reasons=("nothing_observed",))


OF: dict[str, Callable[[Tape, Pad, InstrumentText], Iterator[Measure]]] = {
    "event": _events,
    "duration": _durations,
    "latency": _latencies,
    "interval": _intervals,
    "opportunity": _opportunities,
    "rating": _ratings,
    "step": _steps,
}
