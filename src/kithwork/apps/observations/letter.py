"""What the letter of one observation may say, version by version. Strict: an unknown word is refused, not kept.

A letter is read twice: here for its shape, when it arrives, and in `reading` for its meaning, once it is safe.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kithwork.apps.observations.slips import first_slip

MADE_WITH = 1
# A page two releases old may still send.
READABLE = frozenset({1})
MOST_TAPS = 20_000
MOST_BYTES = 200_000
A_DAY_MS = 24 * 60 * 60 * 1000
# A tablet of a museum may be years off. What no calendar holds is no date.
EARLIEST, LATEST = 1970, 2200
# A pad's code, with what it was answered; or a word about the session.
TAPPED = r"^(pause|[a-z][a-z0-9]{0,3}([?]|[:=][a-z0-9-]{1,4}|@[0-9]{1,5}-?)?)$"
Row = Annotated[int, Field(gt=0, lt=2**53, strict=True)]
Ms = Annotated[int, Field(ge=0, le=A_DAY_MS, strict=True)]
Phase = Literal["baseline", "training", "intervention", "fade", "probe", "maintenance"]
Setting = Literal["class", "lunch", "recess", "hallway", "club", "bus", "community", "other"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tap(Strict):
    """One touch: when, which pad, and whether it was taken back."""

    at: Ms
    code: Annotated[str, Field(pattern=TAPPED)]
    undone: Literal[True] | None = None


class Source(Strict):
    """Where a recording of another program came from, and which of its behaviours was taken for which pad."""

    program: Literal["boris", "countee", "datatracker"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    observation: Annotated[str, Field(max_length=200)]
    codes: Annotated[dict[str, str], Field(max_length=100)]


class Letter(Strict):
    """One observation as its device tells it. A `source` says that it was brought in from a file of another program."""

    made_with: Literal[1]
    observer: Row
    watch: Row | None = None
    student: Row
    instrument: Row
    phase: Phase
    setting: Setting
    began_at: AwareDatetime
    length_ms: Ms
    taps: Annotated[tuple[Tap, ...], Field(max_length=MOST_TAPS)]
    note: Annotated[str, Field(max_length=4000)] = ""
    is_usable: Annotated[bool, Field(strict=True)] = True
    why_not: Annotated[str, Field(max_length=200)] = ""
    is_second: Annotated[bool, Field(strict=True)] = False
    corrects: UUID | None = None
    source: Source | None = None
    nth: Annotated[int, Field(ge=0, lt=2**31, strict=True)] = 0


def read_letter(text: str) -> Letter | str:
    """The letter, or the sentence that says what is wrong with it and where."""
    try:
        raw = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return "The text is not JSON."
    if not isinstance(raw, Mapping):
        return "The text is not an object."
    made_with = raw.get("made_with")
    if type(made_with) is not int or made_with not in READABLE:
        return "made_with: this server does not know this form of letter. Reload the page, then send again."
    try:
        letter = Letter.model_validate_json(text)
    except ValidationError as wrong:
        return first_slip(wrong)
    return _fault_of(letter) or letter


def _fault_of(letter: Letter) -> str:
    if not EARLIEST <= letter.began_at.year < LATEST:
        return f"began_at: {letter.began_at.year} is no year to observe in."
    if "\x00" in letter.note or "\x00" in letter.why_not:
        return "note: a character in it cannot be kept."
    before = 0
    for place, tap in enumerate(letter.taps):
        if tap.at < before:
            return (
                f"taps[{place}].at: {tap.at} comes after {before}. Taps stand in the order of time."
            )
        before = tap.at
    if before > letter.length_ms:
        return f"length_ms: the last tap is at {before}, after the end at {letter.length_ms}."
    return ""


def _no_number(word: str) -> float:
    raise ValueError(word)


def offset_ms(sent_at: datetime | None, now: datetime) -> int | None:
    """How far the device's clock is ahead of ours; None where it did not say."""
    return None if sent_at is None else (sent_at - now) // timedelta(milliseconds=1)
