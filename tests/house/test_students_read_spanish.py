"""A student who reads Spanish reads it on every page of their own, to the last word that is ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
import time_machine

from kithwork.apps.accounts.models import User
from kithwork.apps.foundation.viewer import Role
from tests.cast import NOW
from tests.house.places import address, furnish, named_patterns

# Short words that stand in nearly every English sentence, and in no Spanish one.
ENGLISH = frozenset(
    ["the", "and", "you", "your", "yours", "is", "are", "was", "were", "be", "been", "this", "that", "these", "those", "with", "of", "to", "for", "from", "it", "its", "they", "them", "their", "there", "then", "what", "when", "where", "who", "why", "how", "not", "nothing", "nobody", "some", "something", "somebody", "any", "all", "if", "or", "but", "by", "on", "at", "as", "in", "an", "will", "would", "can", "cannot", "could", "may", "do", "does", "did", "have", "has", "had", "here", "now", "out", "up", "say", "said", "see", "look", "read", "write", "keep", "kept", "back", "go", "over", "more", "yes", "open", "close", "today", "tomorrow", "week", "day", "time", "partner", "partners", "adult", "adults", "page", "pages", "school", "question", "questions", "please", "thank", "thanks"]
)  # fmt: skip
# Pages of keys and of links: adults set them, and doors have a test of their own.
NOT_THEIRS = ("account", "mfa_", "api:", "entrances:", "integrations:", "recruiting:", "ui:")
FRAMES = ("observations:", "runs:", "safety:report_frame", "consents:link")
# What somebody of the cast typed.
TYPED = re.compile(r"Maple Street School|We read\.")
READ = ("aria-label", "title", "placeholder", "alt")
NEVER_CLOSED = frozenset(
    [
        "meta",
        "link",
        "input",
        "br",
        "img",
        "hr",
        "use",
        "path",
        "circle",
        "rect",
        "line",
        "col",
        "source",
    ]
)


class Heard(HTMLParser):
    """What a page says in its own language: no scripts, nothing marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        lang = said.get("lang")
        silent = tag in {"script", "style"} or (self._is_silent if lang is None else lang != "es")
        if not silent:
            self.lines += [said[key] or "" for key in READ if key in said]
        if tag not in NEVER_CLOSED:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_silent and data.strip():
            self.lines.append(data.strip())


@dataclass(frozen=True, slots=True)
class Page:
    door: str
    html: str


def english_in(html: str) -> list[str]:
    """The lines of a page that hold an English word."""
    heard = Heard()
    heard.feed(html)
    lines = [TYPED.sub("", line) for line in heard.lines]
    return [line for line in lines if ENGLISH & set(re.findall(r"[a-záéíóúñü]+", line.lower()))]


def test_an_english_word_is_found_and_what_is_marked_as_english_is_not():
    page = '<html lang="es"><p>Hola</p><p>{}</p></html>'
    assert english_in(page.format("See you there")) == ["See you there"]
    assert english_in(page.format('<b aria-label="Go back">x</b>')) == ["Go back"]
    assert not english_in(page.format('<span lang="en">See you there</span>'))
    assert english_in(page.format('<br><b lang="en"><i>See</i></b> the end')) == ["the end"]


def own_pages(cast, client_for, role: Role) -> list[Page]:
    """Every page that opens for a student, and one that does not."""
    values = furnish(cast)
    student = client_for(cast.viewers[role])
    found = []
    for door, pattern in named_patterns():
        if door.startswith((*NOT_THEIRS, *FRAMES)) and door != "accounts:me":
            continue
        answer = student.get(address(door, pattern, values))
        if answer.status_code in {200, 404} and "text/html" in answer.headers["Content-Type"]:
            found.append(Page(f"{door} {answer.status_code}", answer.text))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PEER, Role.FOCUS_STUDENT])
def test_every_page_of_a_student_is_in_spanish(cast, client_for, role):
    User.objects.filter(pk=cast.viewers[role].user_id).update(language="es")
    with time_machine.travel(NOW, tick=False):
        pages = own_pages(cast, client_for, role)
    assert {"home:today 200", "home:me 200", "training:piece 200"} <= {one.door for one in pages}
    assert [one.door for one in pages if '<html lang="es"' not in one.html] == []
    english = {one.door: found for one in pages if (found := english_in(one.html))}
    assert english == {}
