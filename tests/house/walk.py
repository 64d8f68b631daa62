"""Every door as every role finds it, walked once: what answered, and which private words were in the answer.

Several tests ask different things of the same answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import time_machine

from kithwork.apps.foundation.viewer import Role
from tests.cast import CANARIES, NOW, STAFF_WORDS
from tests.house.places import address, furnish, named_patterns


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer to one role; `role` is None for somebody who did not sign in."""

    door: str
    role: Role | None
    status: int
    private_words: tuple[str, ...]
    staff_words: tuple[str, ...] = ()


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
        for role in Role:
            found.append(_seen(door, role, clients[role].get(url)))
        found.append(_seen(door, None, stranger.get(url)))
    return found


def _seen(door: str, role: Role | None, answer: Any) -> Seen:
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    words = tuple(word for word in CANARIES.values() if word.encode() in text)
    of_staff = tuple(word for word in STAFF_WORDS.values() if word.encode() in text)
    return Seen(door, role, answer.status_code, words, of_staff)
