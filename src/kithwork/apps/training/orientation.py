"""The orientation set as data: pieces of at most five minutes, and what an adult looks for in a role-play.

English is the piece itself; another language gives its words again, in the same order. Both are read
strictly: an unknown word, a missing card or an answer too many is an error with its place.
"""

from __future__ import annotations

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

FOLDER = Path(__file__).resolve().parent / "pieces"
LANGUAGES = ("en", "es")
Audience = Literal["peer", "facilitator", "observer"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Icon = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
TextQuestion = tuple[Text, tuple[Text, ...], Text]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Picture(Strict):
    """A card, or an answer to choose: a picture and words, always both."""

    icon: Icon
    text: Text


class Question(Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    asks: Text
    options: Annotated[tuple[Picture, ...], Field(min_length=2, max_length=4)]
    right: int
    because: Text
    critical: bool = False

    @model_validator(mode="after")
    def _right_is_there(self) -> Self:
        if not 0 <= self.right < len(self.options):
            raise ValueError(f"question {self.id}: right {self.right} is none of its options")
        return self


class Piece(Strict):
    """One piece: a few cards, an example and a not-example, one thing to try, a check."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=40)]
    topic: Text
    version: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1, le=5)]
    audience: Audience
    title: Text
    cards: Annotated[tuple[Picture, ...], Field(min_length=2, max_length=5)]
    example: Text
    not_example: Text
    try_it: Text
    check: Annotated[tuple[Question, ...], Field(min_length=2, max_length=4)]

    @property
    def steps(self) -> int:
        """Cards, example beside not-example, try it; then the check."""
        return len(self.cards) + 2

    @property
    def key(self) -> str:
        """The piece in this version: what was finished is kept under it."""
        return f"{self.id} {self.version}"

    @property
    def critical(self) -> frozenset[str]:
        return frozenset(one.id for one in self.check if one.critical)

    def question(self, key: str) -> Question | None:
        return next((one for one in self.check if one.id == key), None)


class PieceWords(Strict):
    """The same piece in another language: its words in the same order."""

    title: Text
    cards: tuple[Text, ...]
    example: Text
    not_example: Text
    try_it: Text
    check: tuple[TextQuestion, ...]

    def over(self, piece: Piece) -> Piece:
        cards = [
            card.model_copy(update={"text": text})
            for card, text in zip(piece.cards, self.cards, strict=True)
        ]
        check = [
            _asked_in(question, words)
            for question, words in zip(piece.check, self.check, strict=True)
        ]
        own = self.model_dump(include={"title", "example", "not_example", "try_it"})
        return piece.model_copy(update={**own, "cards": tuple(cards), "check": tuple(check)})


class RoleWords(Strict):
    """What is looked for when a role is played, the same as a tip to the peer, and scenes to play."""

    every: tuple[Text, ...]
    role: dict[str, tuple[Text, ...]]
    scenes: dict[str, Text]
    tips: tuple[Text, ...]
    role_tips: dict[str, tuple[Text, ...]]

    @model_validator(mode="after")
    def _each_has_a_tip(self) -> Self:
        if len(self.tips) != len(self.every):
            raise ValueError("each line that is looked for has one tip, in the same order")
        for key, lines in self.role.items():
            if len(self.role_tips.get(key, ())) != len(lines):
                raise ValueError(f"role {key}: one tip for each line, in the same order")
        return self

    def looks_for(self, role: str) -> tuple[str, ...]:
        return (*self.every, *self.role[role])

    def tip_for(self, place: int, role: str) -> str:
        """The tip that belongs to the line at a place of looks_for."""
        return (*self.tips, *self.role_tips[role])[place]


def _asked_in(question: Question, words: TextQuestion) -> Question:
    asks, answers, because = words
    options = [
        option.model_copy(update={"text": text})
        for option, text in zip(question.options, answers, strict=True)
    ]
    return question.model_copy(update={"asks": asks, "options": tuple(options), "because": because})


@cache
def pieces(language: str = "en") -> tuple[Piece, ...]:
    """Every piece, in the order people do them."""
    english = tuple(Piece(id=key, **words) for key, words in _read("en").items())
    if language not in LANGUAGES or language == "en":
        return english
    other = {key: PieceWords(**words) for key, words in _read(language).items()}
    return tuple(other[piece.id].over(piece) for piece in english)


def pieces_for(audience: str, language: str = "en") -> tuple[Piece, ...]:
    return tuple(one for one in pieces(language) if one.audience == audience)


def piece_of(key: str, language: str = "en") -> Piece | None:
    return next((one for one in pieces(language) if one.id == key), None)


@cache
def role_words(language: str = "en") -> RoleWords:
    chosen = language if language in LANGUAGES else "en"
    return RoleWords(**_read("checklist")[chosen])


def digest_of(piece: Piece) -> str:
    """What a version says; a changed word under the same number is told by a test."""
    return sha256(piece.model_dump_json().encode()).hexdigest()[:16]


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
