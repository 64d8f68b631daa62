"""The catalogue that is read says what the catalogue that is written says; no sentence in it breaks."""

from __future__ import annotations

import re
from ast import literal_eval
from gettext import GNUTranslations
from pathlib import Path

import pytest

LOCALE = Path(__file__).resolve().parents[2] / "src/kithwork/locale"
LANGUAGES = sorted(one.name for one in LOCALE.iterdir() if one.is_dir())
TEXT = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
ENTRY = re.compile(
    rf"(?:^msgctxt {TEXT})?^msgid {TEXT}(?:^msgid_plural {TEXT})?((?:^msgstr(?:\[\d\])? {TEXT})+)",
    re.MULTILINE,
)
ANSWER = re.compile(rf"^msgstr(?:\[(\d)\])? {TEXT}", re.MULTILINE)
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def said(text: str) -> str:
    return "".join(literal_eval(one) for one in re.findall(r'"(?:[^"\\]|\\.)*"', text))


def folder(language):
    return LOCALE / language / "LC_MESSAGES"


def entries(language):
    """(context, words, plural, [answers]) of each entry but the head."""
    for context, words, plural, answers, _last in ENTRY.findall(
        (folder(language) / "django.po").read_text("utf-8")
    ):
        if said(words):
            yield (
                said(context),
                said(words),
                said(plural),
                [said(text) for _n, text in ANSWER.findall(answers)],
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_is_written(language):
    """After a change: msgfmt -c -o django.mo django.po, in the folder of the language."""
    with (folder(language) / "django.mo").open("rb") as file:
        read = GNUTranslations(file)
    found = list(entries(language))
    assert len(found) > (400 if language == "es" else 10)
    for context, words, plural, answers in found:
        if plural:
            kept = [read.ngettext(words, plural, n) for n in (1, 2)]
            assert kept == answers, words
        elif context:
            assert read.pgettext(context, words) == answers[0], words
        else:
            assert read.gettext(words) == answers[0], words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_is_missing_or_has_a_blank_nothing_fills(language):
    for _context, words, plural, answers in entries(language):
        fills = {*BLANK.findall(words), *BLANK.findall(plural)}
        for answer in answers:
            assert answer, words
            assert set(BLANK.findall(answer)) <= fills, words
