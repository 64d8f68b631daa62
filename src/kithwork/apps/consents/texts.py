"""What families and students read, in each language, and the digest under which an answer keeps it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

FOLDER = Path(__file__).resolve().parent / "wordings"
LANGUAGES = ("en", "es")
# What a roster may call the language in which a family would like to be asked.
SPOKEN = {"spanish": "es", "español": "es", "espanol": "es", "es": "es", "castellano": "es"}
PARTS = ("ask", "what", "why", "who", "long")


@dataclass(frozen=True, slots=True)
class Question:
    """One purpose as a family reads it."""

    purpose: str
    ask: str
    what: str
    why: str
    who: str
    long: str


@cache
def words(language: str) -> dict[str, Any]:
    """All texts of a language; English for one we do not have."""
    chosen = language if language in LANGUAGES else "en"
    return tomllib.loads((FOLDER / f"{chosen}.toml").read_text(encoding="utf-8"))


def language_of(spoken: Iterable[str]) -> str:
    """The first of a family's languages in which we can ask; English where there is none."""
    for one in spoken or ():
        if one.casefold() in SPOKEN:
            return SPOKEN[one.casefold()]
    return "en"


def page_words(language: str, **filled: str) -> dict[str, str]:
    """The sentences of a family's page, filled in."""
    return {key: _fill(text, filled) for key, text in words(language)["page"].items()}


def student_words(language: str) -> dict[str, str]:
    return dict(words(language)["student"]["page"])


def student_ask(purpose: str, language: str) -> str:
    return str(words(language)["student"][purpose]["ask"])


def question(purpose: str, language: str, *, child: str, until: date) -> Question:
    """What is asked for a purpose, with the child's name and the last day in it."""
    filled = {"child": child, "until": day_words(until, language)}
    text = words(language)["purpose"][purpose]
    return Question(purpose, **{part: _fill(text[part], filled) for part in PARTS})


def day_words(on: date, language: str) -> str:
    """A day as it is said in a language: June 11, 2027; 11 de junio de 2027."""
    with translation.override(language if language in LANGUAGES else "en"):
        return date_format(on, "F j, Y" if language != "es" else r"j \d\e F \d\e Y")


def digest_of(purpose: str, language: str) -> str:
    """Which wording was read: a changed sentence has another digest."""
    text = words(language)["purpose"][purpose]
    return sha256("\n".join(text[part] for part in PARTS).encode()).hexdigest()


def _fill(text: str, filled: dict[str, str]) -> str:
    for key, value in filled.items():
        text = text.replace("{" + key + "}", value)
    return text
