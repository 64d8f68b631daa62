"""Every door as every role finds it, walked once: what answered, and which private words were in the answer.

Several tests ask different things of the same answers.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import time_machine

from kithwork.apps.foundation.viewer import Role
from tests.cast import CANARIES, LENS, NOW, STAFF_WORDS
from tests.house.places import address, furnish, named_patterns

# Who gets through is the same on both engines: there, three roles open every page that has rows of its own kind.
EVERY_ROLE = os.environ.get("KITHWORK_DATABASE_ONLY") != "1"
ROLES = tuple(Role) if EVERY_ROLE else (Role.COORDINATOR, Role.PEER, Role.FAMILY)
# Of whom Ben knows the first name.
SURNAMES = ("Okafor", "Brandt")
# How many are in the program: "12 pairs", "34 peers".
COUNTS = re.compile(rb"\b\d+ (?:pairs|peers|partners|volunteers|needs)\b")

TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
HEADING = re.compile(rb"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
HIDDEN = re.compile(r'<span class="vh">.*?</span>|<svg.*?</svg>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer to one role; `role` is None for somebody who did not sign in."""

    door: str
    role: Role | None
    status: int
    private_words: tuple[str, ...]
    staff_words: tuple[str, ...] = ()
    lens_words: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    title: str = ""
    heading: str = ""


_walked: list[Seen] = []


def walk(cast: Any, client_for: Callable[[Any], Any], stranger: Any) -> list[Seen]:
    """Every door for every role, in the cast's school. The second who asks gets the same answers."""
    if not _walked:
        with time_machine.travel(NOW, tick=False):
            _walked.extend(_walk(cast, client_for, stranger))
    return _walked


def _walk(cast: Any, client_for: Callable[[Any], Any], stranger: Any) -> list[Seen]:
    values = furnish(cast)
    clients = {role: client_for(viewer) for role, viewer in cast.viewers.items()}
    found = []
    for door, pattern in named_patterns():
        url = address(door, pattern, values)
        for role in ROLES:
            found.append(_seen(door, role, clients[role].get(url)))
        found.append(_seen(door, None, stranger.get(url)))
    return found


def _seen(door: str, role: Role | None, answer: Any) -> Seen:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # What is sent is the headers too: a file has a name, an address may say something.
    text = body + str(list(answer.headers.items())).encode()
    return Seen(
        door,
        role,
        answer.status_code,
        private_words=said_in(text, CANARIES.values()),
        staff_words=said_in(text, STAFF_WORDS.values()),
        lens_words=said_in(text, [*LENS.values(), *SURNAMES]),
        counts=tuple(found.decode() for found in COUNTS.findall(text)),
        title=_words_of(TITLE, body),
        heading=_words_of(HEADING, body),
    )


def _words_of(part: re.Pattern[bytes], body: bytes) -> str:
    """What a part of a page says to whoever reads it: no icons, nothing for a screen reader alone."""
    found = part.search(body)
    if found is None:
        return ""
    seen = HIDDEN.sub("", found[1].decode(errors="ignore"))
    return " ".join(html.unescape(TAG.sub("", seen)).split())


def said_in(text: bytes, words: Iterable[str]) -> tuple[str, ...]:
    """Which of the words are in what was sent."""
    return tuple(word for word in words if word.encode() in text)
