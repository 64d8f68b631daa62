"""What every part of a playbook has in common: known words only, and each number with its parent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

# S: one of the five founding documents · V: seen in print during the research · K: a known procedure,
# not checked again · D: our own default. Only S and V may ever stand beside a citation.
Tag = Literal["S", "V", "K", "D"]
CITABLE: frozenset[str] = frozenset({"S", "V"})

GRADES = ("PK", "K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
Grade = Literal["PK", "K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
GradeBand = Literal["PK", "K", "1", "2-6", "MS", "HS"]
BANDS: dict[str, tuple[str, ...]] = {
    "PK": ("PK",),
    "K": ("K",),
    "1": ("1",),
    "2-6": ("2", "3", "4", "5", "6"),
    "MS": ("6", "7", "8"),
    "HS": ("9", "10", "11", "12"),
}

Setting = Literal[
    "classroom",
    "lunch",
    "recess",
    "hallway",
    "elective",
    "study_hall",
    "club",
    "community",
    "event",
    "special_ed_room",
    "after_school",
    "library",
]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
RuleId = Annotated[str, StringConstraints(pattern=r"^(DR-\d\d|[a-z][a-z0-9_]*)$", max_length=60)]
# Long enough for a lesson's script, short enough that a book is not pasted in by mistake.
LONGEST = 4000


class Translatable:
    """Marks text that a person reads: a translation gives it again, the lint reads its words."""


Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), Translatable()]
ShortWords = Annotated[str, StringConstraints(min_length=1, max_length=200), Translatable()]
Whole = Annotated[int, Field(ge=0, le=10_000)]
Minutes = Annotated[int, Field(ge=0, le=600)]
Seconds = Annotated[int, Field(ge=0, le=3600)]
Percent = Annotated[int, Field(ge=0, le=100)]
Level = Annotated[int, Field(ge=0, le=5)]
Amount = Annotated[float, Field(ge=-1000, le=10_000)]


class Strict(BaseModel):
    """Unknown words are errors, nothing is converted, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Span(Strict):
    """From ``min`` to ``max``, both meant. Without ``max``: at least ``min``."""

    min: Amount
    max: Amount | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"min {self.min:g} is more than max {self.max:g}; exchange them")
        return self

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies in the span."""
        return self.min <= value and (self.max is None or value <= self.max)


Unit = Literal["half_session", "session", "day", "week", "month", "term", "year"]


class Every(Span):
    """How often, or how long: ``{ min = 3, max = 4, unit = "week" }`` is three to four weeks."""

    unit: Unit


class Part(Strict):
    """A piece of a playbook that may hold numbers.

    ``tag`` says where its numbers come from; ``tags`` says it for single ones; ``cite`` names
    entries of ``sources`` and is allowed for S and V only; ``follows`` lets a school's own
    value (an id of ``adjustable``) take the place of a number here.
    """

    tag: Tag | None = None
    tags: dict[str, Tag] = {}
    cite: tuple[Slug, ...] = ()
    follows: dict[str, Slug] = {}
    note: Words | None = None


class Named(Part):
    """A part that others refer to, and that a translation finds again, by its id."""

    id: Slug


def is_words(annotation: Any, metadata: list[Any]) -> bool:
    """Whether a field's type is text for people, alone, optional or in a tuple."""
    if any(isinstance(mark, Translatable) for mark in metadata):
        return True
    return any(
        isinstance(inner, Translatable) or is_words(inner, [])
        for inner in get_args(annotation)
        if not isinstance(inner, str)
    )


@cache
def word_fields(kind: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold text for people."""
    return frozenset(
        name
        for name, field in kind.model_fields.items()
        if is_words(field.annotation, field.metadata)
    )


def placeholders(text: str) -> list[str]:
    """The ids in ``{…}``: where a school's own value is put into words."""
    return re.findall(r"\{([a-z][a-z0-9_]*)\}", text)


def walk(part: BaseModel, place: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Every model inside ``part``, itself first, with its place in words: ``"training 1"``."""
    yield place, part
    for name in type(part).model_fields:
        value = getattr(part, name)
        at = f"{place}, {name}" if place else name
        if isinstance(value, BaseModel):
            yield from walk(value, at)
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                if isinstance(inner, BaseModel):
                    yield from walk(inner, f"{at} {number}")
