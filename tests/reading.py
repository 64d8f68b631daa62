"""How hard a text is to read, and how hard it may be for whom (design: ux 8.1). A measure for tests, not a judge.

English: the grade of Flesch and Kincaid. Spanish: the ease of Fernández Huerta, for which no grade is published;
the bounds below are the bands of its own table (80 and up is easy, 70 to 80 fairly easy, 60 to 70 standard).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
STRONG = "aáeéoóíú"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: at most this grade, at least this ease, and no sentence of more words."""

    grade: float
    ease: float
    longest: int


FAMILIES = Reader(grade=6, ease=70, longest=15)
PEERS = Reader(grade=5, ease=75, longest=12)
YOUNG = Reader(grade=3, ease=80, longest=9)
# The orientation is one set for 8 to 18, with pictures and read aloud: words as for the youngest; sentences as for the
# older ones, since an example needs a second half ("She knows all the words to the song and types them").
ONE_SET = Reader(grade=3, ease=80, longest=12)


def complaints(lines: Sequence[str], language: str, reader: Reader) -> Iterator[str]:
    """What makes these lines too hard, each with its number; nothing when they are easy enough."""
    if language == "en" and (found := grade(lines)) > reader.grade:
        yield f"grade {found:.1f}, at most {reader.grade}"
    if language == "es" and (found := ease(lines)) < reader.ease:
        yield f"ease {found:.0f}, at least {reader.ease}"
    for one in sentences(lines):
        if len(one) > reader.longest:
            yield f"{len(one)} words, at most {reader.longest}: {' '.join(one)}"


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
    """From 0 to 100 and beyond: 80 is easy, 70 is fairly easy."""
    said = sentences(lines)
    words = [word for one in said for word in one]
    syllables = sum(map(spanish_syllables, words))
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(said)
