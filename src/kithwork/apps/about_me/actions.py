"""A card is written, approved by the student and by the family, and taken back in one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from kithwork.apps.about_me.models import Card, LineKind
from kithwork.apps.about_me.policies import (
    may_approve_as_student,
    may_approve_for_family,
    may_take_back,
    may_write_card,
)
from kithwork.apps.about_me.wording import SYMBOLS
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note

MOST_LINES = 8
LONGEST_LINE = 140


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: how it begins, its picture, and the student's words."""

    kind: str
    text: str
    symbol: str = ""


@action("about_me.write")
def write_card(
    student: Student, lines: Sequence[Line], *, how_made: str, version: int = 0, by: Viewer
) -> Card:
    """Keep a new version. What partners see stays the approved one until this one is approved.

    `version` is the one that was open while writing. Raises Refused if `by` is neither the student nor
    works with them, Problem for an empty or overlong card, Conflict when somebody wrote one meanwhile.
    """
    require(may_write_card(by, student))
    kept = [line for line in lines if line.text.strip()]
    _check(kept, how_made)
    # One version after another: two who write at once are told apart by the row they wait for.
    Student.objects.select_for_update().get(pk=student.pk)
    newest = Card.objects.filter(student=student).aggregate(Max("version"))["version__max"] or 0
    if version != newest:
        raise Conflict(
            _("Somebody wrote a new version meanwhile. Look at it, then write yours again."),
            theirs=newest,
            yours=version,
        )
    card = Card.objects.create(
        student=student,
        version=newest + 1,
        lines=[
            {"kind": line.kind, "symbol": line.symbol, "text": line.text.strip()} for line in kept
        ],
        how_made=how_made,
        made_on=clock.today(student.school.timezone),
        by_id=by.user_id,
    )
    note(student=student.pk, version=card.version, lines=len(kept))
    return card


@action("about_me.student_says_yes")
def approve_as_student(card: Card, *, how: str, by: Viewer) -> Card:
    """The student has read the card, or had it read, and wants partners to see it.

    Raises Refused if `by` is neither the student nor works with them, Problem when it is not the newest.
    """
    require(may_approve_as_student(by, card.student))
    if how not in HowAsked.values or how == HowAsked.NOT_YET:
        raise Problem(_("Say how the student answered."))
    card = _newest(card)
    card.student_ok_on, card.student_ok_how = clock.today(card.student.school.timezone), how
    card.save(update_fields=["student_ok_on", "student_ok_how"])
    return card


@action("about_me.family_says_yes")
def approve_for_family(card: Card, *, who: str = "", by: Viewer) -> Card:
    """The family has read the card and agrees that partners see it.

    Raises Refused if `by` is neither a guardian nor the coordinator, Problem when the coordinator does
    not say who agreed, or it is not the newest.
    """
    require(may_approve_for_family(by, card.student))
    signed = by.name if by.role == Role.FAMILY else who.strip()
    if not signed:
        raise Problem(_("Write who of the family agreed."))
    card = _newest(card)
    card.family_ok_on = clock.today(card.student.school.timezone)
    card.family_ok_by = signed[:120]
    card.save(update_fields=["family_ok_on", "family_ok_by"])
    return card


@action("about_me.take_back")
def take_back(student: Student, *, by: Viewer) -> Student:
    """No partner sees a card of this student any more, from this moment. A new one begins from here."""
    require(may_take_back(by, student))
    standing = Card.objects.filter(student=student, taken_back_at__isnull=True)
    n = standing.update(taken_back_at=clock.now(), taken_back_by_id=by.user_id)
    note(student=student.pk, cards=n)
    return student


def _newest(card: Card) -> Card:
    rows = Card.objects.select_for_update().filter(student=card.student_id)
    newest = rows.order_by("-version").first()
    if newest is None or newest.pk != card.pk or newest.taken_back_at is not None:
        raise Problem(_("There is a newer version, or it was taken back. Look at the card again."))
    return newest


def _check(lines: Sequence[Line], how_made: str) -> None:
    if not lines:
        raise Problem(_("Write at least one line."))
    if len(lines) > MOST_LINES:
        raise Problem(_("A card holds eight lines at most, so that somebody reads it."))
    if how_made not in HowAsked.values or how_made == HowAsked.NOT_YET:
        raise Problem(_("Say how the student told you."))
    for line in lines:
        if line.kind not in LineKind.values or line.symbol not in SYMBOLS:
            raise Problem(_("Choose from what is shown."))
        if len(line.text.strip()) > LONGEST_LINE:
            raise Problem(_("A line holds 140 letters at most. Say it shorter."))
