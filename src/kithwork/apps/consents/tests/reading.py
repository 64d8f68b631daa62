"""How hard a text is to read, by the formula of Flesch and Kincaid: a measure for tests, not a judge."""

from __future__ import annotations

import re


def grade_of(text: str) -> float:
    """School grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al., 1975)."""
    sentences = max(1, len(re.findall(r"[.!?:]+", text)))
    found = re.findall(r"[A-Za-z']+", text)
    syllables = sum(map(_syllables, found))
    return 0.39 * len(found) / sentences + 11.8 * syllables / max(1, len(found)) - 15.59


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    if plain.endswith("e") and not plain.endswith("le") and groups > 1:
        groups -= 1
    return max(1, groups)
