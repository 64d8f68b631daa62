"""Questionnaires as data: what is asked, how it may be answered, where it comes from. Read strictly.

English is the questionnaire itself; another language gives its words again. A survey keeps a copy of what it asks, so
that a later version never changes what somebody was asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

FOLDER = Path(__file__).resolve().parent / "questionnaires"
LANGUAGES = ("en", "es")
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
# S: asked for by one of the five founding texts; V seen in print; K known procedure; D ours.
Tag = Literal["S", "V", "K", "D"]
# The eight areas a survey of minors needs notice or consent for (PPRA, 20 USC 1232h), and none of them.
Ppra = Literal[
    "none", "political", "psychological", "sexual", "illegal", "family", "privileged", "religious", "income",
]  # fmt: skip
STUDENT, ADULT = "student", "adult"
# Adults who speak for themselves, about the school and not about one student.
STAFF, FAMILY = "staff", "family"
Side = Literal["staff", "family"]
WORDS = "words"
SKIP = "-skip-"  # stands where an answer would, when a question was skipped


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Strict):
    """One answer to choose: a picture and words, always both. Without a value it counts in no score."""

    key: Slug
    text: Text
    picture: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    value: float | None = None


class Answers(Strict):
    """A way of answering that several items share."""

    kind: Literal["levels", "faces", "yes_no", "words"]
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if (self.kind == WORDS) == bool(self.options):
            raise ValueError("words have no options, and every other kind has some")
        keys = [one.key for one in self.options]
        if len(set(keys)) != len(keys):
            raise ValueError(f"an option stands twice in {keys}")
        return self

    @property
    def values(self) -> list[float]:
        return [one.value for one in self.options if one.value is not None]


class Item(Strict):
    id: Slug
    text: Text
    answers: Slug
    tag: Tag
    adult: Text | None = None
    scale: Slug | None = None
    reverse: bool = False
    status: Literal["gain", "gain_significant", "guide", "ours"] = "ours"
    code: Annotated[str, StringConstraints(pattern=r"^F2-([PS][1-8]|O[1-4])$")] | None = None
    ppra: Ppra = "none"
    p21: Text | None = None
    # The option that is heard as a stop: times pause, and an adult talks with the student (DR-50).
    stops: Slug | None = None
    # Of adults who speak for themselves, those who are asked this; nobody named means all.
    sides: tuple[Side, ...] = ()

    def asks(self, voice: str) -> str:
        """The sentence as a student reads it, or as an adult who rates a student reads it."""
        return self.adult if voice == ADULT and self.adult else self.text


class Questionnaire(Strict):
    id: Slug
    version: Annotated[int, Field(ge=1)]
    title: Text
    short: Text
    intro: Text
    voices: tuple[Literal["student", "adult"], ...] = ()
    sides: tuple[Side, ...] = ()
    source: Text
    tag: Tag
    caution: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    least_answered_pct: Annotated[int, Field(ge=1, le=100)]
    least_answered_tag: Tag
    answers: Mapping[str, Answers]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _asks_somebody(self) -> Self:
        if bool(self.voices) == bool(self.sides):
            raise ValueError("it is about students (voices), or asks adults for themselves (sides)")
        return self

    @model_validator(mode="after")
    def _items_fit(self) -> Self:
        seen: set[str] = set()
        for item in self.items:
            if item.id in seen:
                raise ValueError(f"item {item.id} stands twice")
            seen.add(item.id)
            if item.answers not in self.answers:
                raise ValueError(f"item {item.id}: there is no way of answering {item.answers}")
            if item.scale and not self.answers[item.answers].values:
                raise ValueError(f"item {item.id}: words are in no scale")
            if item.stops and self.option(item, item.stops) is None:
                raise ValueError(f"item {item.id}: {item.stops} is none of its answers")
            if ADULT in self.voices and not item.adult:
                raise ValueError(f"item {item.id}: an adult needs words, too")
        return self

    @property
    def key(self) -> str:
        return f"{self.id} {self.version}"

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.id == key), None)

    def ways(self, item: Item) -> Answers:
        return self.answers[item.answers]

    def option(self, item: Item, key: str) -> Option | None:
        return next((one for one in self.ways(item).options if one.key == key), None)

    def items_for(self, side: str) -> tuple[Item, ...]:
        return tuple(one for one in self.items if not one.sides or side in one.sides)

    @property
    def scales(self) -> tuple[str, ...]:
        """In the order in which they first occur."""
        return tuple(dict.fromkeys(one.scale for one in self.items if one.scale))

    @property
    def sensitive(self) -> tuple[Item, ...]:
        return tuple(one for one in self.items if one.ppra != "none")


class OtherWords(Strict):
    """The same questionnaire in another language."""

    title: Text
    short: Text
    intro: Text
    answers: Mapping[str, tuple[Text, ...]]
    items: Mapping[str, tuple[Text, ...]]

    def over(self, one: Questionnaire) -> Questionnaire:
        """Raises ValueError where a word is missing or one is too many."""
        if set(self.items) != {item.id for item in one.items}:
            raise ValueError(f"{one.id}: the items differ between the languages")
        if set(self.answers) != {key for key, ways in one.answers.items() if ways.options}:
            raise ValueError(f"{one.id}: the answers differ between the languages")
        answers = {
            key: ways.model_copy(update={"options": _renamed(ways, self.answers.get(key, ()))})
            for key, ways in one.answers.items()
        }
        items = tuple(_reworded(item, self.items[item.id]) for item in one.items)
        own = {"title": self.title, "short": self.short, "intro": self.intro}
        return one.model_copy(update={**own, "answers": answers, "items": items})


def _renamed(ways: Answers, words: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(
        option.model_copy(update={"text": text})
        for option, text in zip(ways.options, words, strict=True)
    )


def _reworded(item: Item, words: tuple[str, ...]) -> Item:
    if len(words) != 1 + bool(item.adult):
        raise ValueError(f"item {item.id}: one sentence for each voice")
    return item.model_copy(update={"text": words[0], "adult": words[1] if item.adult else None})


@cache
def questionnaires() -> dict[str, Questionnaire]:
    """Every questionnaire that is shipped, by id, in English."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found[path.stem] = Questionnaire(id=path.stem, **_read(path))
    return found


@cache
def in_language(key: str, language: str) -> Questionnaire:
    one = questionnaires()[key]
    if language == "en" or language not in LANGUAGES:
        return one
    return OtherWords(**_read(FOLDER / language / f"{key}.toml")).over(one)


def copy_of(key: str) -> dict[str, Any]:
    """What a survey keeps: the questionnaire in each language, as it is asked now."""
    return {language: in_language(key, language).model_dump(mode="json") for language in LANGUAGES}


def asks_adults(key: str) -> bool:
    """Whether adults speak for themselves in it."""
    return key in questionnaires() and bool(questionnaires()[key].sides)


def digest_of(one: Questionnaire) -> str:
    """What a version says; a changed word under the same number is told by a test."""
    text = one.model_dump_json(exclude_defaults=True)
    return sha256(text.encode()).hexdigest()[:16]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
