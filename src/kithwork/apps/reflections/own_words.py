"""The frame around a student's questions, in the language of the questions."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "own_words.toml"


@cache
def own_words(language: str) -> dict[str, str]:
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return said.get(language) or said["en"]
