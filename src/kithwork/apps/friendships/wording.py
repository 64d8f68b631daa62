"""What is asked, and what stands around it, in the language a student reads."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "es")


@cache
def own_words(language: str) -> dict[str, str]:
    said: dict[str, dict[str, str]] = _read("own_words.toml")
    return said.get(language) or said["en"]


@cache
def questions() -> dict[str, dict[str, str]]:
    """key -> label for adults, and the question in each language."""
    return _read("questions.toml")


def asks(question: str, language: str = "en") -> str:
    found = questions()[question]
    return found.get(language) or found["en"]


def _read(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
