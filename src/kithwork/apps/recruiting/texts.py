"""What students read on pages that need no account, in each language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "wordings.toml"
LANGUAGES = ("en", "es")


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def words(language: str) -> dict[str, str]:
    """Every sentence of a language; English for one we do not have."""
    return _all()[language if language in LANGUAGES else "en"]
