"""Every text for peers and families that stands in a file, by room and language, with who reads it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kithwork.apps.consents import texts as consents
from kithwork.apps.courses import syllabus
from kithwork.apps.friendships import wording as friendships
from kithwork.apps.reflections.own_words import own_words
from kithwork.apps.reflections.questionnaire import in_language, questionnaires
from kithwork.apps.training import orientation
from tests.reading import FAMILIES, ONE_SET, PEERS, YOUNG, Reader

APPS = Path(__file__).parents[1] / "src/kithwork/apps"
LANGUAGES = ("en", "es")
TRANSLATED = re.compile(r'{% translate "([^"]*)"')
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblock", re.DOTALL)
PART = re.compile(r"{{.*?}}|{%.*?%}|<[^>]*>", re.DOTALL)
# What is filled in where a text leaves a space; short words, as names and days are.
FILLED = {
    "child": "Sam", "name": "Sam", "other": "Lee", "until": "June", "guardian": "Ann", "n": "3", "on": "May",
    "what": "buddy", "role": "buddy", "times": "3",
    "school": "Oak School", "ask": "Ask Ann.", "who": "All.", "when": "Today.", "purpose": "We play.",
}  # fmt: skip
# Pages of students, the youngest too, and of families, whose words stand in the templates (in English only).
STUDENT_PAGES = {
    "about_me": ("mine", "partners"),
    "entrances": ("_pad", "badge", "code", "names", "pick", "nothing_today", "not_set_up"),
    "consents": ("own",),
    "care": ("mine",),
    "training": ("learn", "piece"),
}  # fmt: skip
# Old enough to write much: the course is for the upper grades, a card is written with an adult where it is not easy.
OLDER_PAGES = {
    "about_me": ("write_mine",),
    "courses": ("mine", "_own_head", "_own_placement", "my_placement", "journal"),
}
FAMILY_PAGES = {"consents": ("family", "link", "link_closed")}


@dataclass(frozen=True, slots=True)
class Text:
    """Lines that are read together, by one kind of reader."""

    where: str
    language: str
    reader: Reader
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where} {self.language}"


def every_text() -> list[Text]:
    made = (*_consents(), *_training(), *_students(), *_kit(), *_pages())
    return [
        Text(where, language, reader, tuple(_fill(line) for line in lines))
        for where, language, reader, lines in made
    ]


Rows = Iterator[tuple[str, str, Reader, list[str]]]


def _consents() -> Rows:
    for language in LANGUAGES:
        said = consents.words(language)
        student = dict(said["student"])
        yield "consents page", language, FAMILIES, _lines(said["page"])
        yield "consents reminders", language, FAMILIES, _lines(said["remind"])
        yield "consents student page", language, YOUNG, _lines(student.pop("page"))
        yield "consents student asks", language, YOUNG, _lines(student)
        for purpose, words in said["purpose"].items():
            yield f"consents {purpose}", language, FAMILIES, _lines(words)


def _training() -> Rows:
    agreements = _toml("training/agreements.toml")
    for language in LANGUAGES:
        for piece in orientation.pieces_for("peer", language):
            whole = piece.model_dump(include={"title", "example", "not_example", "try_it"})
            cards = [card.text for card in piece.cards]
            for one in piece.check:
                cards += [one.asks, one.because, *(option.text for option in one.options)]
            yield f"training {piece.id}", language, ONE_SET, [*_lines(whole), *cards]
        words = agreements[language]
        # The teacher's own duties are read by adults.
        own = {key: words[key] for key in words if key not in {"teacher", "role"}}
        yield "training agreements", language, PEERS, _lines(own)
        yield "training roles", language, PEERS, _lines(words["role"])
        yield "training scenes", language, ONE_SET, _lines(orientation.role_words(language).scenes)


def _students() -> Rows:
    care, recruiting = _toml("care/wordings.toml"), _toml("recruiting/wordings.toml")
    certificate = _toml("reports/certificate/words.toml")
    for language in LANGUAGES:
        yield "care", language, YOUNG, _lines(care[language])
        yield "recruiting", language, YOUNG, _lines(recruiting[language])
        yield "certificate", language, YOUNG, _lines(certificate[language])
        yield "reflections frame", language, YOUNG, _lines(own_words(language))
        asked = [friendships.asks(key, language) for key in friendships.questions()]
        yield "friendships", language, YOUNG, [*_lines(friendships.own_words(language)), *asked]
        for key in questionnaires():
            one = in_language(key, language)
            reader = FAMILIES if one.sides else YOUNG if key == "belonging" else PEERS
            yield (
                f"reflections {key}",
                language,
                reader,
                [one.intro, *(item.text for item in one.items)],
            )
        said = syllabus.words(language)
        journal = [said.journal.prompt, said.journal.careful, *said.journal.did.values()]
        units = [text for unit in said.units.values() for text in unit]
        yield "courses own", language, PEERS, [*journal, *said.own.values()]
        yield "courses units", language, PEERS, units


def _kit() -> Rows:
    for language in LANGUAGES:
        for piece, words in _toml(f"programs/kit/{language}.toml").items():
            yield f"kit {piece}", language, FAMILIES if piece == "letter" else PEERS, _lines(words)


def _pages() -> Rows:
    for pages, reader in ((STUDENT_PAGES, YOUNG), (OLDER_PAGES, PEERS), (FAMILY_PAGES, FAMILIES)):
        for room, names in pages.items():
            for name in names:
                page = (APPS / room / "templates" / room / f"{name}.html").read_text("utf-8")
                lines = TRANSLATED.findall(page) + BLOCK.findall(page)
                if lines:
                    yield (
                        f"{room} {name}.html",
                        "en",
                        reader,
                        [PART.sub(" Sam ", one) for one in lines],
                    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((APPS / name).read_text("utf-8"))


def _lines(words: Any) -> list[str]:
    if isinstance(words, str):
        return [words]
    parts = words.values() if isinstance(words, dict) else words
    return [line for part in parts for line in _lines(part)]


def _fill(text: str) -> str:
    return re.sub(r"{(\w+)}", lambda found: FILLED[found[1]], text)
