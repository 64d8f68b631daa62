"""The course as data: units, the mix of a grade, settings of a placement, and what students read, in two languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).resolve().parent / "syllabus"
LANGUAGES = ("en", "es")
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(Strict):
    """A share of the grade, with where its number comes from."""

    key: Name
    pct: Annotated[int, Field(ge=0, le=100)]
    tag: Literal["V", "K", "D"]


class Journal(Strict):
    prompt: Name
    careful: Name
    did: Mapping[str, Name]


class Words(Strict):
    """What is said, in one language."""

    parts: Mapping[str, Name]
    settings: Mapping[str, Name]
    units: Mapping[str, tuple[Name, Name]]
    journal: Journal
    own: Mapping[str, Name]


@cache
def words(language: str = "en") -> Words:
    said = _read(language if language in LANGUAGES else "en")
    return Words(**{key: said[key] for key in Words.model_fields})


@cache
def mix() -> tuple[Part, ...]:
    """The default mix of a grade; the school sets its own for each cohort."""
    return tuple(Part(**one) for one in _read("en")["mix"])


def unit_keys() -> tuple[str, ...]:
    """In the order in which they are taught."""
    return tuple(words().units)


def setting_choices() -> list[tuple[str, str]]:
    return list(words().settings.items())


@cache
def _read(language: str) -> dict:  # type: ignore[type-arg]
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
