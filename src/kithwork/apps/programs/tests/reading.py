"""How hard a text is to read: the grade of Flesch and Kincaid for English, the ease of Fernández Huerta for Spanish."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
STRONG = "aáeéoóíú"


def sentences(lines: Sequence[str]) -> list[list[str]]:
    """The words of each sentence; a line ends one as well."""
    found = [part for line in lines for part in re.split(r"[.!?:¿¡]+", line)]
    return [words for words in (WORD.findall(one) for one in found) if words]


def english_syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    word = re.sub(r"['’].*", "", word.lower())
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and len(word) > 2
    n = len(re.findall(r"[aeiouy]+", word)) - silent
    if word.endswith("ed") and len(word) > 4 and word[-3] not in "td":
        n -= 1
    return max(1, n)


def spanish_syllables(word: str) -> int:
    """One for each strong vowel, and for each group of weak ones alone."""
    word = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    groups = re.findall(r"[aeiouáéíóúü]+", word)
    return max(1, sum(max(1, sum(letter in STRONG for letter in group)) for group in groups))


def grade(lines: Sequence[str]) -> float:
    """The school grade that reads this English with ease."""
    said = sentences(lines)
    words = [word for one in said for word in one]
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / len(said) + 11.8 * syllables / len(words) - 15.59


def ease(lines: Sequence[str]) -> float:
    """From 0 to 100 and beyond: 80 is easy, for grade 5; 70 is fairly easy, for grade 6."""
    said = sentences(lines)
    words = [word for one in said for word in one]
    syllables = sum(map(spanish_syllables, words))
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(said)
