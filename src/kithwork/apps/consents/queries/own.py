"""What families and students are shown: cards with what is asked and what they said. Never a row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from kithwork.apps.consents.dates import family_until
from kithwork.apps.consents.models import Answer, Ask, Purpose
from kithwork.apps.consents.permits import ASKS_STUDENT, voice_of
from kithwork.apps.consents.policies import guardian_of, visible_answers
from kithwork.apps.consents.texts import (
    Question,
    day_words,
    language_of,
    page_words,
    question,
    student_ask,
)
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students


@dataclass(frozen=True, slots=True)
class AskCard:
    """One question, with this adult's own last answer: yes, no, or none yet."""

    question: Question
    said: str
    said_words: str


@dataclass(frozen=True, slots=True)
class ChildCard:
    """One child of a family, and what is asked about them."""

    child_id: int
    name: str
    cards: tuple[AskCard, ...]


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One question to a student, in a few words."""

    purpose: str
    ask: str
    said: str


def link_cards(ask: Ask, language: str) -> tuple[AskCard, ...]:
    """What a link asks, with what was answered with it or by the same guardian."""
    said = _said_by(ask.student, f"guardian {ask.guardian_id}" if ask.guardian_id else "", ask)
    return _cards(ask.student, ask.purposes, said, language)


def family_language(viewer: Viewer) -> str:
    """The language of the first child's record."""
    child = visible_students(viewer, depth=Depth.PROGRESS).order_by("first_name", "pk").first()
    return language_of(child.languages) if child else "en"


def child_cards(viewer: Viewer, language: str) -> list[ChildCard]:
    """Every child this viewer may answer for, with every purpose."""
    found = []
    children = visible_students(viewer, depth=Depth.PROGRESS).select_related("school")
    for child in children.order_by("first_name", "pk"):
        guardian = guardian_of(viewer, child)
        if guardian is None:
            continue
        said = _said_by(child, f"guardian {guardian.pk}")
        cards = _cards(child, list(Purpose.values), said, language)
        found.append(ChildCard(child.pk, child.called, cards))
    return found


def child_or_404(viewer: Viewer, number: str) -> Student:
    """One of a family's children, by the number in a form."""
    rows = visible_students(viewer, depth=Depth.PROGRESS).select_related("school")
    is_number = number.isascii() and number.isdecimal() and len(number) < 12
    child = rows.filter(pk=int(number)).first() if is_number else None
    if child is None:
        raise Http404
    return child


def said_of(viewer: Viewer, child: Student) -> dict[str, str]:
    """purpose -> this guardian's own yes or no that stands."""
    guardian = guardian_of(viewer, child)
    said = _said_by(child, f"guardian {guardian.pk}") if guardian else {}
    return {purpose: what for purpose, (what, _until) in said.items()}


def own_cards(viewer: Viewer, language: str = "en") -> list[OwnCard]:
    """What the student is asked: what their family was asked, and what they answered before."""
    student = own_student(viewer)
    if student is None:
        return []
    rows = visible_answers(viewer).filter(student=student).exclude(said=Answer.Said.NOT_SO)
    asked = set(rows.values_list("purpose", flat=True)) | {Purpose.TAKE_PART.value}
    asked |= {
        one for purposes in Ask.objects.filter(student=student).values_list("purposes", flat=True)
        for one in purposes
    }  # fmt: skip
    said = _said_by(student, "student")
    return [
        OwnCard(purpose, student_ask(purpose, language), said.get(purpose, ("", None))[0])
        for purpose in Purpose.values
        if purpose in asked and purpose in ASKS_STUDENT
    ]


def is_to_be_asked(viewer: Viewer) -> bool:
    """Whether the student who is signed in has something to answer."""
    return any(not card.said for card in own_cards(viewer))


def own_student(viewer: Viewer) -> Student | None:
    """The student who is signed in, if it is one."""
    if viewer.user_id is None:
        return None
    rows = Student.objects.filter(user_id=viewer.user_id, school_id=viewer.school_id)
    return rows.select_related("school").first()


def _said_by(
    student: Student, voice: str, ask: Ask | None = None
) -> dict[str, tuple[str, date | None]]:
    """purpose -> (yes or no, last day) of one voice, or of whoever held a link."""
    rows = (
        Answer.objects.filter(student=student, taken_back_by__isnull=True)
        .exclude(said=Answer.Said.NOT_SO)
        .order_by("said_on", "pk")
    )
    today = clock.today(student.school.timezone)
    found: dict[str, tuple[str, date | None]] = {}
    for row in rows:
        is_theirs = voice_of(row) == voice if voice else (ask is not None and row.ask_id == ask.pk)
        if not is_theirs:
            continue
        if row.said == Answer.Said.YES and row.until and row.until < today:
            found.pop(row.purpose, None)
            continue
        said = "yes" if row.said == Answer.Said.YES else "no"
        found[row.purpose] = (said, row.until)
    return found


def _in_words(said: str, until: date | None, language: str) -> tuple[str, str]:
    """yes or no, and the sentence that says so."""
    if not said:
        return "", ""
    last = day_words(until, language) if until else ""
    words = page_words(language, until=last)
    return said, words["said_yes"] if said == "yes" else words["said_no"]


def _cards(
    student: Student, purposes: list[str], said: dict[str, tuple[str, date | None]], language: str
) -> tuple[AskCard, ...]:
    until = family_until(student.school, clock.today(student.school.timezone))
    return tuple(
        AskCard(
            question(purpose, language, child=student.called, until=until),
            *_in_words(*said.get(purpose, ("", None)), language),
        )
        for purpose in Purpose.values
        if purpose in purposes
    )
