"""What a letter from the session runner may say. Strict: an unknown word is refused, not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

A_DAY_MS = 24 * 60 * 60 * 1000
Key = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_:.-]*$")]
Points = Annotated[int, Field(ge=-1000, le=1000)]
Row = Annotated[int, Field(gt=0, lt=2**53)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(Strict):
    step: Key


class Seconds(Strict):
    seconds: Annotated[int, Field(ge=1, le=3600)]


class GroupPoints(Strict):
    group: Key
    n: Points
    award: Key = ""


class Group(Strict):
    group: Key


class Flag(Strict):
    group: Key = ""
    item: Key


class Tick(Strict):
    group: Key = ""
    item: Key
    answer: Literal["yes", "no", "na"]


class Who(Strict):
    student: Row


class Joins(Strict):
    student: Row
    group: Key


class Undo(Strict):
    of: UUID


class Strategy(Strict):
    strategy: Key


class Nothing(Strict):
    pass


BODIES: dict[str, type[Strict]] = {
    "step": Step,
    "pause": Nothing,
    "go": Nothing,
    "plus": Seconds,
    "points": GroupPoints,
    "total": GroupPoints,
    "bonus": GroupPoints,
    "seen": Group,
    "tick": Tick,
    "flag": Flag,
    "away": Who,
    "here": Who,
    "joins": Joins,
    "strategy": Strategy,
    "undo": Undo,
    "end": Nothing,
}


class Letter(Strict):
    """One tap as the device sends it."""

    letter: UUID
    device: Key
    place: Annotated[int, Field(ge=0, lt=2**31)]
    at_ms: Annotated[int, Field(ge=-A_DAY_MS, le=7 * A_DAY_MS)]
    kind: Literal[tuple(BODIES)]  # type: ignore[valid-type]
    body: dict[str, Any]

    def checked(self) -> Letter:
        """Itself, once its body fits its kind.

        Raises ValidationError when it does not.
        """
        BODIES[self.kind].model_validate(self.body)
        return self


def read_letter(raw: object) -> Letter | str:
    """The letter, or the sentence that says what is wrong with it."""
    try:
        return Letter.model_validate(raw).checked()
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "letter"
        return f"{place}: {first['msg']}."


def id_of(raw: object) -> str:
    """The id a letter gives itself, also when the rest of it cannot be read."""
    found = raw.get("letter", "") if isinstance(raw, Mapping) else ""
    return found[:40] if isinstance(found, str) else ""
