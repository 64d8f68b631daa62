"""One student: what they said themselves, for the coordinator and their case manager; and writing it down."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships import policies
from kithwork.apps.friendships.gathered import ANSWERS, Gathered
from kithwork.apps.friendships.models import Circle, Naming, Round
from kithwork.apps.friendships.queries.own import Classmate, cards_of, roster_but
from kithwork.apps.friendships.reckoned import of_circle, pairs_of
from kithwork.apps.friendships.wording import asks
from kithwork.apps.people.models import Student


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What one student said in one round. ``mutual`` and ``beyond`` are None where too few of the class answered.

    By whom a student was named is told to nobody.
    """

    round: Round
    is_counted: bool
    said: str
    mode: str
    named: tuple[Student, ...]
    mutual: int | None
    beyond: int | None


@dataclass(frozen=True, slots=True)
class StudentPage:
    circle: Circle
    student: Student
    asks: str
    answers: tuple[OwnAnswer, ...]


@dataclass(frozen=True, slots=True)
class WritePage:
    """The class to choose from. What was kept before is not on it."""

    round: Round
    student: Student
    asks: str
    classmates: tuple[Classmate, ...]


def student_page_or_404(viewer: Viewer, circle_id: int, student_id: int) -> StudentPage:
    circle = Circle.objects.filter(pk=circle_id).select_related("school").first()
    student = policies.students_read(viewer).filter(pk=student_id).first()
    if circle is None or student is None:
        raise Http404
    if not policies.may_read_student(viewer, circle, student):
        raise Http404
    return student_page(circle, student)


def student_page(circle: Circle, student: Student) -> StudentPage:
    held = of_circle(circle)
    pairs = pairs_of(circle, held.values())
    answers = tuple(
        _answer(one, student, pairs) for one in held.values() if student.pk in one.roster
    )
    return StudentPage(circle, student, asks(circle.question), answers)


def _answer(held: Gathered, student: Student, pairs: set[frozenset[int]]) -> OwnAnswer:
    pk, is_counted = student.pk, student.pk in held.counted
    said = held.said.get(pk, "")
    named = held.named.get(pk, frozenset()) if said in ANSWERS else frozenset()
    tells = held.is_enough and said in ANSWERS
    return OwnAnswer(
        held.round, is_counted,
        str(Naming.Said(said).label) if said else "",
        str(Naming.Mode(held.modes[pk]).label) if said in ANSWERS else "",
        tuple(sorted(Student.objects.filter(pk__in=named), key=lambda one: one.full_name)),
        sum(pk in held.named.get(other, ()) for other in named) if tells else None,
        sum(frozenset((pk, other)) not in pairs for other in named) if tells else None,
    )  # fmt: skip


def write_page_or_404(viewer: Viewer, round_id: int, student_id: int) -> WritePage:
    round_ = policies.open_rounds(viewer).filter(pk=round_id).select_related("circle").first()
    student = policies.students_written_for(viewer).filter(pk=student_id).first()
    if round_ is None or student is None or not policies.may_write_down(viewer, round_, student):
        raise Http404
    return WritePage(
        round_, student, asks(round_.circle.question), cards_of(roster_but(round_, student.pk))
    )
