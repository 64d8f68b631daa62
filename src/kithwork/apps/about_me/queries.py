"""Cards as they are read: by the adults who work with a student, by the student and family, by partners."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.about_me.models import Card, LineKind
from kithwork.apps.about_me.policies import (
    may_approve_for_family,
    may_write_card,
    partners_of,
    students_with_cards,
    visible_cards,
)
from kithwork.apps.about_me.wording import SYMBOLS, words_to_look_at
from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students


@dataclass(frozen=True, slots=True)
class CardLine:
    begins: str
    symbol: str
    means: str
    text: str


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """What a partner reads: a first name and the lines. There is nothing else in it."""

    name: str
    lines: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card for the student it is about, or their family."""

    student_id: int
    name: str
    card_id: int
    version: int
    lines: tuple[CardLine, ...]
    student_said_yes: bool
    family_said_yes: bool
    is_shown: bool
    waits_for_permission: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """One student's card for the adults: the newest version, what partners see, and those before."""

    student: Student
    newest: Card | None
    lines: tuple[CardLine, ...]
    shown: Card | None
    shown_lines: tuple[CardLine, ...]
    has_permission: bool
    look_at: tuple[str, ...]
    before: tuple[Card, ...]
    may_write: bool
    may_answer_for_family: bool


def lines_of(card: Card) -> tuple[CardLine, ...]:
    labels = dict(LineKind.choices)
    return tuple(
        CardLine(
            begins=str(labels.get(line["kind"], "")),
            symbol=line["symbol"],
            means=str(SYMBOLS.get(line["symbol"], "")) if line["symbol"] else "",
            text=line["text"],
        )
        for line in card.lines
    )


def shown_cards(students: dict[int, Student]) -> dict[int, Card]:
    """student id -> the card partners see: approved by both, not taken back, with permission today."""
    if not students:
        return {}
    today = clock.today(next(iter(students.values())).school.timezone)
    agreed = live(Purpose.CARD, today, students)
    rows = Card.objects.filter(
        student__in=agreed,
        student_ok_on__isnull=False,
        family_ok_on__isnull=False,
        taken_back_at__isnull=True,
    ).order_by("version")
    return {row.student_id: row for row in rows}


def partner_cards(viewer: Viewer) -> list[PartnerCard]:
    """The cards of a student's partners of today, by first name."""
    students = {one.pk: one for one in partners_of(viewer).select_related("school")}
    found = [
        PartnerCard(students[pk].called, lines_of(card))
        for pk, card in shown_cards(students).items()
    ]
    return sorted(found, key=lambda card: card.name)


def own_cards(viewer: Viewer) -> list[OwnCard]:
    """The newest card of the student, or of each child of a family."""
    students = {
        one.pk: one
        for one in visible_students(viewer, depth=Depth.PROGRESS).select_related("school")
    }
    shown, found = shown_cards(students), []
    for card in _newest_cards(viewer, list(students)):
        student = students[card.student_id]
        is_shown = shown.get(student.pk) == card
        found.append(
            OwnCard(
                student_id=student.pk,
                name=student.called,
                card_id=card.pk,
                version=card.version,
                lines=lines_of(card),
                student_said_yes=card.student_ok_on is not None,
                family_said_yes=card.family_ok_on is not None,
                is_shown=is_shown,
                waits_for_permission=card.is_approved and not is_shown,
            )
        )
    return sorted(found, key=lambda card: card.name)


def own_student(viewer: Viewer) -> Student:
    """The student who is signed in."""
    rows = visible_students(viewer, depth=Depth.PROGRESS).select_related("school")
    student = rows.filter(user_id=viewer.user_id).first() if viewer.user_id else None
    if student is None:
        raise Http404
    return student


def newest_of(student: Student) -> Card | None:
    """The newest version that was not taken back."""
    return (
        Card.objects.filter(student=student, taken_back_at__isnull=True)
        .order_by("-version")
        .first()
    )


def newest_version(student: Student) -> int:
    """The number of the last version, taken back or not; 0 when there is none."""
    last = Card.objects.filter(student=student).order_by("-version").first()
    return last.version if last else 0


def _newest_cards(viewer: Viewer, students: list[int]) -> list[Card]:
    rows = visible_cards(viewer).filter(student__in=students, taken_back_at__isnull=True)
    return list({row.student_id: row for row in rows.order_by("version")}.values())


def student_or_404(viewer: Viewer, student_id: int) -> Student:
    return first_or_404(students_with_cards(viewer).select_related("school").filter(pk=student_id))


def card_or_404(viewer: Viewer, card_id: int) -> Card:
    rows = visible_cards(viewer).select_related("student__school")
    return first_or_404(rows.filter(pk=card_id))


def card_page(viewer: Viewer, student: Student) -> CardPage:
    newest = newest_of(student)
    shown = shown_cards({student.pk: student}).get(student.pk)
    today = clock.today(student.school.timezone)
    before = Card.objects.filter(student=student).select_related("by")
    lines = lines_of(newest) if newest else ()
    return CardPage(
        student=student,
        newest=newest,
        lines=lines,
        shown=shown,
        shown_lines=lines_of(shown) if shown else (),
        has_permission=bool(live(Purpose.CARD, today, [student.pk])),
        look_at=tuple(words_to_look_at(line.text for line in lines)),
        before=tuple(before.exclude(pk=newest.pk) if newest else before),
        may_write=bool(may_write_card(viewer, student)),
        may_answer_for_family=bool(may_approve_for_family(viewer, student)),
    )
