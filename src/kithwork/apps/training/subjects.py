"""What can be mastered, and what is rehearsed for it: a role, a practice, or an adult's own training.

A subject is a short text that is kept: role:buddy, practice:peer_network, staff:facilitator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.accounts.spoken import spoken_now
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.practices.queries import playbook_for, practices_of, said_in
from kithwork.apps.training.orientation import Piece, pieces_for, role_words
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.sessions import Lesson

STAFF_SUBJECTS = {"staff:facilitator": "facilitator", "staff:observer": "observer"}
ORIENTATION = "orientation"
# A meeting of 20 to 30 minutes holds three pieces, a role-play and the check (practices B.2).
PIECES_A_MEETING = 3


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One role-play checklist: what is looked for, and the scenes to play."""

    id: str
    name: str
    items: tuple[str, ...]
    scenes: tuple[str, ...]


def role_subject(role: str) -> str:
    return f"role:{role}"


def practice_subject(practice: str) -> str:
    return f"practice:{practice}"


def role_subjects() -> list[str]:
    return [role_subject(role) for role in PeerRole.values]


def subject_name(subject: str, school_id: int | None = None, language: str = "") -> str:
    """As people call it; a practice by its name in the language of the page where it is written in that one."""
    kind, _colon, key = subject.partition(":")
    if kind == "role":
        return str(dict(PeerRole.choices).get(key, key))
    if kind == "staff":
        return _("Facilitator") if key == "facilitator" else _("Observer")
    book = playbook_for(school_id, key)
    return said_in(book, language or spoken_now()).name if book else key


def is_known(subject: str, school_id: int | None = None) -> bool:
    return bool(rehearsed_for(subject, school_id))


def rehearsed_for(
    subject: str, school_id: int | None = None, language: str = "en"
) -> tuple[Rehearsed, ...]:
    """Every checklist that has to be passed. Nothing for a subject we do not have."""
    kind, _colon, key = subject.partition(":")
    if kind == "role" and key in PeerRole.values:
        words = role_words(language)
        scenes = tuple(words.scenes.values())
        return (Rehearsed("role", subject_name(subject), words.looks_for(key), scenes),)
    book = playbook_for(school_id, key) if kind == "practice" else None
    return tuple(_from_lesson(one) for one in _checked_lessons(book)) if book else ()


def rehearsed_or_none(subject: str, lesson: str, school_id: int | None) -> Rehearsed | None:
    return next((one for one in rehearsed_for(subject, school_id) if one.id == lesson), None)


def _checked_lessons(book: Playbook) -> list[Lesson]:
    """Lessons of students that end with a role-play. Where none does, those with any check."""
    lessons = [one for one in book.training if one.audience != "staff" and not one.booster]
    checked = [one for one in lessons if one.check is not None and one.check.looks_for]
    played = [one for one in checked if one.check and one.check.instrument == "role_play"]
    return played or checked


def _from_lesson(lesson: Lesson) -> Rehearsed:
    looked_for = lesson.check.looks_for if lesson.check else ()
    return Rehearsed(lesson.id, lesson.name, looked_for, tuple(p.scene for p in lesson.role_plays))


def practices_to_master(viewer: Viewer) -> list[tuple[str, str]]:
    """(subject, name) of each practice of the school that is rehearsed."""
    books = sorted(practices_of(viewer), key=lambda book: book.name)
    return [(practice_subject(book.id), book.name) for book in books if _checked_lessons(book)]


def orientation_meetings(language: str = "en") -> list[tuple[Piece, ...]]:
    """The pieces of students, a meeting's worth at a time."""
    every = pieces_for("peer", language)
    return [every[n : n + PIECES_A_MEETING] for n in range(0, len(every), PIECES_A_MEETING)]


def lesson_choices(viewer: Viewer) -> list[tuple[str, str | Iterable[tuple[str, str]]]]:
    """What a meeting can be about: the orientation in parts, and every lesson of a practice."""
    parts = [
        (f"{ORIENTATION}/{n}", ", ".join(piece.title for piece in part))
        for n, part in enumerate(orientation_meetings(), 1)
    ]
    found: list[tuple[str, str | Iterable[tuple[str, str]]]] = [(_("Orientation"), parts)]
    for book in sorted(practices_of(viewer), key=lambda one: one.name):
        lessons = [
            (f"{book.id}/{one.id}", one.name) for one in book.training if one.audience != "staff"
        ]
        if lessons:
            found.append((book.name, lessons))
    return found


def lesson_of(key: str, school_id: int | None) -> Lesson | None:
    book_id, _slash, lesson_id = key.partition("/")
    book = playbook_for(school_id, book_id)
    return next((one for one in book.training if one.id == lesson_id), None) if book else None


def orientation_part(key: str, language: str = "en") -> tuple[Piece, ...]:
    kind, _slash, number = key.partition("/")
    parts = orientation_meetings(language)
    if kind != ORIENTATION or not number.isdecimal() or not 1 <= int(number) <= len(parts):
        return ()
    return parts[int(number) - 1]


def lesson_name(key: str, school_id: int | None) -> str:
    part = orientation_part(key, spoken_now())
    if part:
        return ", ".join(piece.title for piece in part)
    lesson = lesson_of(key, school_id)
    return lesson.name if lesson else key
