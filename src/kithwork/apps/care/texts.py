"""What stands on a thank-you card, and how whoever stays is told, in each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kithwork.apps.care.models import Parting
from kithwork.apps.people.models import Student

FILE = Path(__file__).resolve().parent / "wordings.toml"
LANGUAGES = ("en", "es")
TELLING = ("tell_1", "tell_2", "tell_3", "tell_4", "tell_5")


@dataclass(frozen=True, slots=True)
class ThankYou:
    """One card, for one student, in one language."""

    language: str
    title: str
    lines: tuple[str, ...]
    by_hand: str
    signed: str


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def words(language: str) -> dict[str, str]:
    """Every sentence of a language; English for one we do not have."""
    return _all()[language if language in LANGUAGES else "en"]


def card_for_leaver(parting: Parting, times: int, language: str) -> ThankYou:
    """From the school to whoever leaves."""
    said = words(language)
    first = said["card_from_leave" if parting.is_leaving else "card_from_change"]
    lines = [first.format(name=parting.student.called), *_times(times, said), said["card_more"]]
    return _card(language, lines)


def card_for_other(parting: Parting, other: Student, times: int, language: str) -> ThankYou:
    """From the school to whoever stays, with what the leaver would like from now on, where they said it."""
    said, name = words(language), parting.student.called
    lines = [
        said["card_to_other"].format(name=other.called, other=name),
        *_times(times, said),
        said["card_to_other_more"],
    ]
    if parting.contact in {Parting.Contact.HELLO, Parting.Contact.FRIENDS}:
        lines.append(said[f"card_contact_{parting.contact}"].format(other=name))
    return _card(language, lines)


def telling(parting: Parting, other: Student, language: str) -> tuple[str, ...]:
    """Sentences an adult may say. None of them gives a reason."""
    said = words(language)
    return tuple(
        said[key].format(name=other.called, other=parting.student.called) for key in TELLING
    )


def _times(n: int, said: dict[str, str]) -> list[str]:
    if not n:
        return []
    return [said["card_times_one"] if n == 1 else said["card_times"].format(n=n)]


def _card(language: str, lines: list[str]) -> ThankYou:
    said = words(language)
    chosen = language if language in LANGUAGES else "en"
    return ThankYou(
        chosen, said["card_title"], tuple(lines), said["card_write"], said["card_signed"]
    )
