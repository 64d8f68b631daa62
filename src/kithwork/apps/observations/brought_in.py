"""A recording made in another program as taps on a form of ours: what the file says, and what each of it is. Pure.

Everything the arithmetic needs is on the tape afterwards, so that it is read by the same reader as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.observations.answers import Answer, answers_of
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.tape import HIDE, SEEN
from kithwork.evidence import recording as of
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.recording import Recording
from kithwork.evidence.recording.exports import apart
from kithwork.evidence.recording.imports import (
    Imported,
    read_boris,
    read_countee,
    read_datatracker,
)

# An hour coded to the second is a tenth of it.
MOST_BYTES = 400_000
MOST_BEHAVIOURS = 80
MOST_EVENTS = 5000
MOST_HOURS = 4
MOST_NAME = 120
SCORED_BY = {
    "partial": of.partial_interval,
    "whole": of.whole_interval,
    "momentary": of.momentary_interval,
}
Taps = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour of one subject in the file."""

    name: str
    recording: Recording
    notes: tuple[str, ...] = ()

    @property
    def times(self) -> int:
        return len(self.recording.bouts)

    @property
    def seconds(self) -> float:
        return of.duration(self.recording).value or 0.0

    @property
    def has_instants(self) -> bool:
        return any(start == end for start, end in self.recording.bouts)


@dataclass(frozen=True, slots=True)
class Heard:
    """One observation of the file: its name there, how long it was, what was watched for."""

    observation: str
    seconds: float
    behaviours: tuple[Behaviour, ...]


def decoded(content: bytes) -> str:
    """The file as text that gives back the very same bytes. Raises BadData for what is no such text."""
    if len(content) > MOST_BYTES:
        said = f"The file has more than {MOST_BYTES // 1000} kB. Export one observation at a time."
        raise refuse("too_large", said)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as broken:
        row = content[: broken.start].count(b"\n") + 1
        said = "This is not text in UTF-8. Export it again, or save it as CSV UTF-8."
        raise refuse("not_utf8", said, row=row) from None
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise refuse("not_text", "This line is no text. Export the file again.", row=row)
    return text


def read_file(text: str, program: str, seconds: float | None) -> list[Heard]:
    """Each observation of the file, in its order. Raises BadData with every fault by row and column."""
    if program == "datatracker":
        found = read_datatracker(text, seconds=seconds)
    else:
        read = read_boris if program == "boris" else read_countee
        found = read(text, seconds=seconds)
    groups: dict[str, list[Imported]] = {}
    for one in found:
        groups.setdefault(one.observation, []).append(one)
    heard = [_heard(name, rows) for name, rows in groups.items()]
    if not heard:
        raise refuse("nothing_in_it", "The file names no behaviour. Export the observation again.")
    if faults := [fault for one in heard for fault in _faults(one)]:
        raise BadData(faults)
    return heard


def _heard(name: str, rows: list[Imported]) -> Heard:
    several = len({row.subject for row in rows}) > 1
    behaviours = tuple(
        Behaviour(
            f"{row.subject}: {row.behavior}" if several else row.behavior, row.recording, row.notes
        )
        for row in rows
    )
    return Heard(name, rows[0].recording.seconds, behaviours)


def _faults(one: Heard) -> Iterable[Fault]:
    if len(one.behaviours) > MOST_BEHAVIOURS:
        said = f"{one.observation!r} has more than {MOST_BEHAVIOURS} behaviours. Export fewer."
        yield Fault("too_many_behaviors", said)
    if one.seconds > MOST_HOURS * 3600:
        said = f"A session is at most {MOST_HOURS} hours long. Mend its seconds, or export a part."
        yield Fault("bad_length", said, column="seconds")
    if sum(behaviour.times for behaviour in one.behaviours) > MOST_EVENTS:
        said = f"{one.observation!r} holds more than {MOST_EVENTS} events. Export a shorter part."
        yield Fault("too_many_events", said)
    for name in [one.observation, *(behaviour.name for behaviour in one.behaviours)]:
        # A name of half a letter can be kept and shown nowhere.
        if len(name) > MOST_NAME or any(
            letter < " " or "\ud800" <= letter <= "\udfff" for letter in name
        ):
            said = f"A name in the file is longer than {MOST_NAME} letters, or holds what is no letter. Mend it."
            yield Fault("bad_name", said)


# ------------------------------------------------------------------ which behaviour is which


def guessed(
    one: Heard, form: InstrumentText, remembered: Mapping[str, str] | None = None
) -> dict[str, str]:
    """behaviour of the file -> code of an answer, as far as its name tells it or it was said before."""
    answers = {answer.code: answer for answer in answers_of(form)}
    by_name = {_plain(answer.name): code for code, answer in answers.items()}
    for pad in form.pads:
        if pad.code in answers:
            by_name.setdefault(_plain(pad.label), pad.code)
            by_name.setdefault(_plain(pad.behaviour), pad.code)
    said = remembered or {}
    found = {}
    for behaviour in one.behaviours:
        code = said.get(behaviour.name)
        if code is None or (code and code not in answers):
            code = by_name.get(_plain(behaviour.name.rpartition(": ")[2]), "")
            code = by_name.get(_plain(behaviour.name), code)
        found[behaviour.name] = code
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def never_named(codes: Mapping[str, str], form: InstrumentText) -> list[str]:
    """Labels of the pads that nothing in the file was said to be."""
    pads = {answer.code: answer.pad for answer in answers_of(form)}
    named = {pads.get(code) for code in codes.values()}
    return [pad.label for pad in form.pads if pad.code not in named]


# ------------------------------------------------------------------ taps


def taps_of(one: Heard, codes: Mapping[str, str], form: InstrumentText) -> Taps:
    """The tape: every event and bout under the code it was said to be, in whole milliseconds.

    Raises BadData where a moment would have to last, or nothing is taken.
    """
    by_code: dict[str, list[Behaviour]] = {}
    for behaviour in one.behaviours:
        if code := codes.get(behaviour.name, ""):
            by_code.setdefault(code, []).append(behaviour)
    if not set(by_code) - {HIDE}:
        said = _("Say of at least one behaviour which pad it is.")
        raise refuse("nothing_taken", said)
    hidden = apart(span for each in by_code.get(HIDE, ()) for span in each.recording.bouts)  # type: ignore[misc]
    found: list[tuple[int, str]] = []
    for answer in answers_of(form):
        behaviours = by_code.get(answer.code, [])
        if answer.kind == "intervals":
            found += _scored(one, behaviours, hidden, answer, form)
        elif answer.kind == "moments":
            times = sorted(
                _ms(start) for each in behaviours for start, _end in each.recording.bouts
            )
            found += [(at, answer.code) for at in times]
        elif behaviours:
            found += _bouts(one, behaviours, answer)
    # Of one time, the order of the file's own stays: a stop comes before the next start.
    found.sort(key=lambda tap: tap[0])
    return [{"at": at, "code": code} for at, code in found]


def _bouts(one: Heard, behaviours: list[Behaviour], answer: Answer) -> list[tuple[int, str]]:
    for behaviour in behaviours:
        if behaviour.has_instants:
            said = _(
                "“{name}” has moments without an end, and “{pad}” is timed. Choose a pad that counts, or mend the file."
            ).format(name=behaviour.name, pad=answer.name)
            raise BadData([Fault("no_end", said, column=behaviour.name)])
    opens, closes = (HIDE, SEEN) if answer.code == HIDE else (answer.code, answer.code)
    bouts = apart(span for each in behaviours for span in each.recording.bouts)  # type: ignore[misc]
    return [
        (min(_ms(at), _ms(one.seconds)), code)
        for start, end in bouts
        for at, code in ((start, opens), (end, closes))
    ]


def _scored(
    one: Heard,
    behaviours: list[Behaviour],
    hidden: list[tuple[float, float]],
    answer: Answer,
    form: InstrumentText,
) -> list[tuple[int, str]]:
    """Intervals as whoever saw these bouts would have scored them; none that could not be seen throughout."""
    assert form.interval is not None
    length = form.interval.seconds
    if one.seconds < length:
        said = f"The session of {one.seconds:g} seconds holds no interval of {length} seconds. Choose another form."
        raise refuse("bad_length", said)
    bouts = [span for each in behaviours for span in each.recording.bouts]
    seen = Recording(bouts, one.seconds, unobservable=hidden)
    scores = SCORED_BY[form.interval.method](seen, interval=length).details["scores"]
    # Of several places one is chosen at a cue: the others are not answered with no.
    marks = {True: "", False: "-"} if form.kind == "interval" else {True: ""}
    return [
        (_ms((place + 1) * length), f"{answer.code}@{place}{marks[score]}")
        for place, score in enumerate(scores)
        if score in marks
    ]


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
