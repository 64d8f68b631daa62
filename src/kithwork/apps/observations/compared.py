"""Two observers of one session, pad by pad: every index that fits, and where on the time line they differ. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kithwork.apps.observations.instrument_text import InstrumentText, Pad
from kithwork.apps.observations.proximity import chosen_of
from kithwork.apps.observations.tape import Tape, bouts_of
from kithwork.evidence.agreement import Agreement, ioa, kappa

# Two taps so far apart are still one event.
TOLERANCE = 2.0
# Counts and timings are laid over intervals of this length to be compared one by one.
CUT = 10.0


@dataclass(frozen=True, slots=True)
class PadAgreement:
    """What two observers say of one pad, and the seconds at which only one of them tapped."""

    pad: Pad
    indices: tuple[Agreement, ...]
    only_first: tuple[float, ...] = ()
    only_second: tuple[float, ...] = ()


def compared(first: Tape, second: Tape, form: InstrumentText) -> list[PadAgreement]:
    """One row for each pad of the form, in its order."""
    if form.kind == "proximity":
        places = chosen_of(first, form), chosen_of(second, form)
        return [
            _chosen(*places, pad) if pad.records == "interval" else _events(first, second, pad)
            for pad in form.pads
        ]
    return [OF[pad.records](first, second, pad) for pad in form.pads]


def _chosen(first: list[str | None], second: list[str | None], pad: Pad) -> PadAgreement:
    """Cue by cue: did both choose this place? A cue that one of them left is left out."""
    marks = [
        {place: code == pad.code for place, code in enumerate(chosen) if code is not None}
        for chosen in (first, second)
    ]
    return _scored(marks, pad)


def _events(first: Tape, second: Tape, pad: Pad) -> PadAgreement:
    ones, twos = ([at for at, _ in tape.of(pad)] for tape in (first, second))
    window = ioa(ones, twos, method="time_window", tolerance=TOLERANCE)
    counts = _counts(first, ones, second), _counts(first, twos, second)
    indices = [
        window,
        ioa([len(ones)], [len(twos)], method="total_count"),
        *(
            ioa(*counts, method=name)
            for name in ("exact_count_per_interval", "interval_by_interval")
        ),
    ]
    return PadAgreement(
        pad,
        tuple(indices),
        tuple(window.details["only_first"]),
        tuple(window.details["only_second"]),
    )


def _counts(first: Tape, times: list[float], second: Tape) -> list[int]:
    """Events in each stretch of CUT seconds, over the longer of the two sessions."""
    length = max(first.seconds, second.seconds)
    cells = [0] * max(1, math.ceil(length / CUT))
    for at in times:
        cells[min(int(at // CUT), len(cells) - 1)] += 1
    return cells


def _durations(first: Tape, second: Tape, pad: Pad) -> PadAgreement:
    ones, twos = bouts_of(first, pad), bouts_of(second, pad)
    lengths = [[end - start for start, end in bouts] for bouts in (ones, twos)]
    indices = [
        ioa(*lengths, method="total_duration"),
        ioa(*lengths, method="mean_duration_per_occurrence"),
    ]
    starts = ioa(
        [start for start, _ in ones], [start for start, _ in twos],
        method="time_window", tolerance=TOLERANCE,
    )  # fmt: skip
    return PadAgreement(
        pad,
        tuple(indices),
        tuple(starts.details["only_first"]),
        tuple(starts.details["only_second"]),
    )


def _intervals(first: Tape, second: Tape, pad: Pad) -> PadAgreement:
    return _scored([_scores(tape, pad) for tape in (first, second)], pad)


def _scored(marks: list[dict[int, bool]], pad: Pad) -> PadAgreement:
    length = 1 + max((place for one in marks for place in one), default=-1)
    rows = [[one.get(place) for place in range(length)] for one in marks]
    counts = [[None if one is None else int(one) for one in row] for row in rows]
    names = ("interval_by_interval", "scored_interval", "unscored_interval")
    indices = [ioa(*counts, method=name) for name in names] + [kappa(*rows)]
    return PadAgreement(pad, tuple(indices))


def _scores(tape: Tape, pad: Pad) -> dict[int, bool]:
    found = {}
    for _, mark in tape.of(pad):
        number = mark.removeprefix("@").removesuffix("-")
        if number.isdecimal():
            found[int(number)] = not mark.endswith("-")
    return found


def _answers(first: Tape, second: Tape, pad: Pad) -> PadAgreement:
    """Chance by chance, in the order they came; the totals where one saw more chances."""
    ones, twos = ([mark for _, mark in tape.of(pad)] for tape in (first, second))
    indices = [ioa([len(ones)], [len(twos)], method="total_count")]
    if ones and len(ones) == len(twos):
        indices.append(kappa(ones, twos))
    return PadAgreement(pad, tuple(indices))


def _last_words(first: Tape, second: Tape, pad: Pad) -> PadAgreement:
    words = [[mark for _, mark in tape.of(pad)][-1:] for tape in (first, second)]
    same = [[1], [1 if words[0] == words[1] else 0]] if all(words) else [[None], [None]]
    return PadAgreement(pad, (ioa(*same, method="exact_count_per_interval"),))


OF = {
    "event": _events,
    "latency": _events,
    "duration": _durations,
    "interval": _intervals,
    "opportunity": _answers,
    "rating": _last_words,
    "step": _last_words,
}
