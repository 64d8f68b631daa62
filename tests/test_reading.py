"""What peers and families read is as easy as ux 8.1 asks, in English and in Spanish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reading import (
    FAMILIES,
    PEERS,
    YOUNG,
    complaints,
    ease,
    english_syllables,
    grade,
    sentences,
    spanish_syllables,
)
from tests.reading_rooms import LANGUAGES, Text, every_text


def test_the_measure_measures():
    """Known words and sentences, counted by hand."""
    english = {"like": 1, "people": 2, "together": 3, "asked": 1, "wanted": 2, "be": 1}
    spanish = {"quién": 1, "jueves": 2, "día": 2, "escuela": 3, "guía": 2, "séptimo": 3}
    assert {one: english_syllables(one) for one in english} == english
    assert {one: spanish_syllables(one) for one in spanish} == spanish
    assert sentences(["Ask first. Wait.", "Who: all"]) == [
        ["Ask", "first"],
        ["Wait"],
        ["Who"],
        ["all"],
    ]
    assert round(grade(["The cat sat on the mat."]), 2) == round(0.39 * 6 + 11.8 - 15.59, 2)
    assert ease(["El sol sale y el pan está listo."]) > 90


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Participation necessitates documented authorization from responsible guardians.", "en"),
        (
            "La participación requiere autorización documentada de responsables institucionales.",
            "es",
        ),
    ],
)
def test_what_is_hard_is_told(line, language):
    assert list(complaints([line], language, FAMILIES))


def test_a_long_sentence_is_told_with_its_words():
    line = "We go to the park and then we all eat and play and sing"
    assert list(complaints([line], "en", PEERS)) == [f"14 words, at most 12: {line}"]
    assert not list(complaints([line], "en", FAMILIES))
    assert list(complaints(["One two three four five six seven eight nine ten."], "en", YOUNG))


TEXTS = every_text()


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_it_is_as_easy_as_its_reader_needs(text: Text):
    assert not list(complaints(text.lines, text.language, text.reader))


def test_every_text_in_a_file_is_measured_in_each_language():
    measured = {(one.where, one.language) for one in TEXTS}
    in_files = {where for where, _ in measured if not where.endswith(".html")}
    assert {(where, language) for where in in_files for language in LANGUAGES} <= measured
    assert len(in_files) > 40
    assert len([where for where, _ in measured if where.endswith(".html")]) > 12


PO = Path(__file__).parents[1] / "src/kithwork/locale/es/LC_MESSAGES/django.po"


def test_the_pages_of_a_student_are_easy_in_spanish():
    """What stands in the catalogue for students' pages: easy words, and sentences of at most twelve of them."""
    own = PO.read_text(encoding="utf-8").partition("# The pages of a student")[2]
    said = [
        "".join(re.findall(r'"(.*)"', block))
        for block in re.findall(r'msgstr(?:\[\d\])? ((?:".*"\n?)+)', own)
    ]
    lines = [re.sub(r"%\(\w+\)s", "Ana", line) for line in said if "\\" not in line]
    assert len(lines) > 250
    assert not list(complaints(lines, "es", PEERS))
