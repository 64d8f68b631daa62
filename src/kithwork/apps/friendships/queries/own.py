"""What a student is sent: the question and the whole class as cards. Never an answer, not even their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships.models import Naming, Round
from kithwork.apps.friendships.policies import own_rounds, own_student
from kithwork.apps.friendships.wording import asks
from kithwork.apps.people.models import Student


@dataclass(frozen=True, slots=True)
class Classmate:
    """Somebody of the class as classmates see them: what they are called, and their mark."""

    id: int
    called: str
    initials: str
    avatar_tint: int
    avatar_shape: int


@dataclass(frozen=True, slots=True)
class OwnRound:
    """One question that is open and not answered. It says nothing of an answer."""

    id: int
    title: str
    asks: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    round_id: int
    title: str
    asks: str
    due_on: date
    classmates: tuple[Classmate, ...]
    has_answered: bool


def asked_to_name(viewer: Viewer, language: str = "en") -> list[OwnRound]:
    """What stands on the first page: what is open, until there is any answer."""
    own = own_student(viewer)
    rows = list(own_rounds(viewer).order_by("due_on", "pk"))
    done = set(
        Naming.objects.filter(round__in=rows, student=own).values_list("round_id", flat=True)
    )
    return [
        OwnRound(one.pk, one.circle.title, asks(one.circle.question, language))
        for one in rows
        if one.pk not in done
    ]


def own_round_or_404(viewer: Viewer, round_id: int) -> Round:
    row = own_rounds(viewer).filter(pk=round_id).first()
    if row is None:
        raise Http404
    return row


def own_page(viewer: Viewer, round_: Round, language: str) -> OwnPage:
    own = own_student(viewer)
    assert own is not None, "own_round_or_404 has looked"
    newest = round_.namings.filter(student=own).order_by("pk").last()
    return OwnPage(
        round_.pk, round_.circle.title, asks(round_.circle.question, language), round_.due_on,
        cards_of(roster_but(round_, own.pk)),
        newest is not None and newest.said != Naming.Said.TAKEN_BACK,
    )  # fmt: skip


def roster_but(round_: Round, student_id: int) -> list[Student]:
    """The class without one of them, in the order of names."""
    places = round_.roster.exclude(student_id=student_id).values("student_id")
    rows = Student.objects.filter(pk__in=places)
    return sorted(rows, key=lambda one: (one.called.casefold(), one.last_name.casefold(), one.pk))


def cards_of(students: Iterable[Student]) -> tuple[Classmate, ...]:
    """First names; the first letter of the last name only where two are called the same."""
    rows = list(students)
    twice = Counter(one.called.casefold() for one in rows)
    return tuple(
        Classmate(
            one.pk,
            f"{one.called} {one.last_name[:1]}".strip()
            if twice[one.called.casefold()] > 1
            else one.called,
            one.initials, one.avatar_tint, one.avatar_shape,
        )
        for one in rows
    )  # fmt: skip
