"""Somebody's practice held against a recording's key: pad by pad, by the index the key asks for. Pure.

A practice names no student, so it can be nobody's observation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.observations.compared import PadAgreement, compared
from kithwork.apps.observations.instrument_text import InstrumentText, Pad
from kithwork.apps.observations.letter import MOST_TAPS, Ms, Row, Tap
from kithwork.apps.observations.slips import first_slip
from kithwork.apps.observations.tape import Tape, UnreadableError, scores_of, tape_of
from kithwork.evidence.agreement import Agreement, ioa

if TYPE_CHECKING:
    from kithwork.apps.observations.models import ScoredRecording

# A practice shorter or longer than this share of the recording saw something else.
NEAR = 0.1
SLACK = 1e-9


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(Strict):
    """How a recording was scored."""

    length_ms: Ms
    taps: Annotated[tuple[Tap, ...], Field(max_length=MOST_TAPS)]


class Practice(Key):
    """What one observer made of it, as their device tells it."""

    made_with: Literal[1]
    recording: Row


def read_key(text: str) -> Key | str:
    """The key, or the sentence that says what is wrong with it."""
    return _read(Key, text)


def read_practice(text: str) -> Practice | str:
    """The practice, or the sentence that says what is wrong with it and where."""
    return _read(Practice, text)


Text = TypeVar("Text", bound=Key)


def _read(shape: type[Text], text: str) -> Text | str:
    try:
        found = shape.model_validate_json(text)
    except ValidationError as wrong:
        return first_slip(wrong)
    times = [tap.at for tap in found.taps]
    if times != sorted(times) or (times and times[-1] > found.length_ms):
        return _("taps: they stand in the order of time, and none after the end.")
    return found


def key_text(length_ms: int, taps: list[dict[str, object]]) -> str:
    """A key as it is kept."""
    return json.dumps({"length_ms": length_ms, "taps": taps})


def practice_text(recording: int, length_ms: int, taps: list[dict[str, object]]) -> str:
    """A practice as its device would tell it."""
    return json.dumps(
        {"made_with": 1, "recording": recording, "length_ms": length_ms, "taps": taps}
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """One pad: every index, the one that decides in percent, and the seconds at which only one of the two is."""

    agreement: PadAgreement
    decides: Agreement
    pct: float | None
    is_low: bool
    missed: tuple[float, ...]
    extra: tuple[float, ...]

    @property
    def pad(self) -> Pad:
        return self.agreement.pad


@dataclass(frozen=True, slots=True)
class Result:
    """Every pad; the lowest of them, in percent; whether it is enough, and what else stands against it."""

    pads: tuple[Judged, ...]
    lowest_pct: float | None
    has_passed: bool
    says: str = ""


def judged(key: Key, own: Key, form: InstrumentText, *, least_pct: float, by_index: str) -> Result:
    """Passed when each pad that can be compared reaches the least. Raises UnreadableError for taps that fit no pad."""
    ones, twos = tape_of(key, form), tape_of(own, form)
    pads = tuple(
        _judged(row, ones, twos, form, least_pct, by_index) for row in compared(ones, twos, form)
    )
    known = [one.pct for one in pads if one.pct is not None]
    lowest = min(known, default=None)
    says = _length_says(ones.seconds, twos.seconds)
    is_enough = bool(known) and not any(one.is_low for one in pads)
    if not known:
        says = says or _("Nothing in it can be compared. Score the recording, then try again.")
    return Result(pads, lowest, is_enough and not says, says)


def result_of(recording: ScoredRecording, own: Key) -> Result:
    """One's own tape against a recording's key. Raises Problem when its taps fit no pad."""
    key = read_key(recording.key)
    if isinstance(key, str):
        raise Problem(key)
    form = InstrumentText.model_validate(recording.instrument.text)
    try:
        return judged(key, own, form, least_pct=recording.least_pct, by_index=recording.by_index)
    except UnreadableError as wrong:
        raise Problem(str(wrong)) from None


def _length_says(key: float, own: float) -> str:
    if abs(own - key) <= NEAR * key + SLACK:
        return ""
    return _(
        "Yours is {own} seconds long and the recording {key}. Score all of it, and no more."
    ).format(own=round(own), key=round(key))


def _judged(
    row: PadAgreement, key: Tape, own: Tape, form: InstrumentText, least: float, by_index: str
) -> Judged:
    decides = _decides(row, key, own, by_index)
    pct = None if decides.value is None else 100 * decides.value
    missed, extra = row.only_first, row.only_second
    if row.pad.records == "interval":
        scored = [scores_of(tape, row.pad, form) for tape in (key, own)]
        pct = _of_all(decides, scored[0])
        missed, extra = _differ(scored[0], scored[1], form)
    elif row.pad.records in {"opportunity", "rating", "step"}:
        missed, extra = _answered_otherwise(row.pad, key, own)
    is_low = pct is not None and pct < least - SLACK
    return Judged(row, decides, pct, is_low, missed, extra)


def _decides(row: PadAgreement, key: Tape, own: Tape, by_index: str) -> Agreement:
    """The index that was asked for where the pad has it; else the pad's first, and chance by chance for answers."""
    named = next((one for one in row.indices if one.index == by_index), None)
    if named is not None:
        return named
    if row.pad.records == "opportunity":
        return _chance_by_chance(row.pad, key, own)
    return row.indices[0]


def _chance_by_chance(pad: Pad, key: Tape, own: Tape) -> Agreement:
    """The same answers of all chances, in their order; a chance that only one of the two saw agrees with none."""
    ones, twos = ([mark for _, mark in tape.of(pad)] for tape in (key, own))
    words = {mark: place for place, mark in enumerate(sorted({*ones, *twos}), start=1)}
    length = max(len(ones), len(twos))
    rows = [[words[mark] for mark in marks] + [0] * (length - len(marks)) for marks in (ones, twos)]
    return ioa(*rows, method="exact_count_per_interval")


def _of_all(decides: Agreement, key: list[bool | None]) -> float | None:
    """An interval that the key scored and the observer left out is one they do not agree on."""
    scored = sum(one is not None for one in key)
    if decides.value is None or not scored:
        return None
    return 100 * decides.value * min(1.0, decides.n / scored)


def _differ(
    key: list[bool | None], own: list[bool | None], form: InstrumentText
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Starts of the intervals the two scored differently: (missed by the observer; yes only there)."""
    assert form.interval is not None
    length = form.interval.seconds
    longer = own + [None] * (len(key) - len(own))
    missed, extra = [], []
    for place, (one, two) in enumerate(zip(key, longer, strict=False)):
        if one is not None and one != two:
            (extra if two else missed).append(float(place * length))
    return tuple(missed), tuple(extra)


def _answered_otherwise(
    pad: Pad, key: Tape, own: Tape
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    ones, twos = key.of(pad), own.of(pad)
    differ = [at for (at, mark), (_, other) in zip(ones, twos, strict=False) if mark != other]
    return (
        (*differ, *(at for at, _ in ones[len(twos) :])),
        tuple(at for at, _ in twos[len(ones) :]),
    )
