"""What travels through the doors for programs: one model for each body and each answer.

The OpenAPI page is made of them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.letter import Phase, Setting

MOST_ITEMS = 25
MOST_TEXT = 200_000
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _can_be_kept(text: str) -> str:
    """Every word goes into a database, and one of the two engines holds no NUL; neither holds half a letter."""
    if "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise ValueError(
            "it has a character that is none (NUL, or half of a surrogate pair); leave it out"
        )
    return text


Words = Annotated[str, AfterValidator(_can_be_kept)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SentItem(Strict):
    """One letter: its id, made on the device, its text, and the SHA-256 of the text's UTF-8 bytes."""

    id: UUID
    text: Annotated[Words, Field(min_length=2, max_length=MOST_TEXT)]
    sha256: Digest | None = None


class Batch(Strict):
    """Letters on their way in. They stand on their own: a bad one holds up no other."""

    device: UUID | None = None
    sent_at: AwareDatetime | None = None
    items: Annotated[tuple[SentItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class SentPractice(Strict):
    """One practice of a scored recording: its id, made on the device, and its text. No door for programs takes it."""

    letter: UUID
    text: Annotated[Words, Field(min_length=2, max_length=MOST_TEXT)]


class ItemAnswer(BaseModel):
    """What became of one letter. A device forgets it on stored or already, and on nothing else."""

    id: UUID
    answer: Literal["stored", "already", "conflict", "refused", "retry"]
    sha256: str
    sentence: str
    is_deleted: bool


class BatchAnswer(BaseModel):
    """One answer for each letter, in the order they were sent, after all of them were safe."""

    answers: list[ItemAnswer]
    server_time: AwareDatetime


class DeviceName(Strict):
    """A browser somebody observes with, and what to call it in a list."""

    device: UUID
    name: Annotated[Words, Field(max_length=120)] = ""


class DeviceAnswer(BaseModel):
    """Whether this browser may keep this person's work; the key for it, in base64, and how long it is good."""

    is_revoked: bool
    key: str | None
    until: AwareDatetime | None


class DayWatch(BaseModel):
    """One planned observation of today. `nth` of `of` counts within its phase."""

    id: int
    on: date
    label: str
    starts_at: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    ends_at: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    student: int
    initials: str
    where: str
    setting: Setting
    phase: Phase
    nth: int
    of: int
    minutes: int
    instrument: int
    is_second: bool
    code: str


class DayInstrument(BaseModel):
    """A form, and what each of its behaviours means: name, definition, example, non_example."""

    id: int
    name: str
    text: InstrumentText
    words: dict[str, dict[str, str]]


class DayStudent(BaseModel):
    """Somebody who may be observed today without a plan."""

    id: int
    initials: str


class DayAnswer(BaseModel):
    """Today's list for one observer: opaque ids, initials, and the forms.

    Whoever sees a whole school (`may_add`) has only those of today's plans and those they added for today.
    """

    version: Literal[1]
    observer: int
    owner: str
    server_time: AwareDatetime
    csrf: str
    device: DeviceAnswer | None
    watches: list[DayWatch]
    instruments: list[DayInstrument]
    may_add: bool
    students: list[DayStudent]


class Receipt(BaseModel):
    """That a letter is safe, and since when."""

    id: UUID
    sha256: str
    received_at: AwareDatetime
    status: Literal["waiting", "read", "unreadable", "deleted"]


class Receipts(BaseModel):
    receipts: list[Receipt]


class Held(BaseModel):
    """One letter as it is held. `is_first` is false for a text kept beside another under the same id."""

    id: UUID
    sha256: str
    text: str
    received_at: AwareDatetime
    by: int
    is_first: bool
    is_deleted: bool


class HeldPage(BaseModel):
    """A part of what is held; `next` goes into `after`, and is null at the end."""

    items: list[Held]
    next: int | None


class Why(Strict):
    """A reason in words."""

    why: Annotated[Words, Field(min_length=1, max_length=200)]


class Sentence(BaseModel):
    """What is wrong, for a person: where a body is wrong, its place first, such as `items[3].id`, and the mend."""

    sentence: str
