"""Whose card it is, who writes it with them, and which partners read it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.about_me.models import Card
from kithwork.apps.consents.policies import guardian_of, may_answer_as
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students

WRITERS = frozenset({
    Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip
OWN = frozenset({Role.PEER, Role.FOCUS_STUDENT})
READERS = frozenset({*WRITERS, Role.SCHOOL_ADMINISTRATOR})


def students_with_cards(viewer: Viewer) -> QuerySet[Student]:
    """Students whose card this adult may open: those whose progress they see."""
    if viewer.role not in READERS:
        return Student.objects.none()
    return visible_students(viewer, depth=Depth.PROGRESS)


def visible_cards(viewer: Viewer) -> QuerySet[Card]:
    """Every version, for the adults who work with the student, the student and the family."""
    if viewer.role in OWN or viewer.role == Role.FAMILY:
        own = visible_students(viewer, depth=Depth.PROGRESS)
        return Card.objects.filter(student__in=own)
    return Card.objects.filter(student__in=students_with_cards(viewer))


def partners_of(viewer: Viewer) -> QuerySet[Student]:
    """Students whose first name this student may know today: their partners."""
    if viewer.role not in OWN:
        return Student.objects.none()
    met = visible_students(viewer, depth=Depth.NAME).exclude(user_id=viewer.user_id)
    return met.filter(closed_on__isnull=True)


def may_write_card(viewer: Viewer, student: Student) -> Verdict:
    """The student, or an adult who works with them and writes down what they say."""
    if may_answer_as(viewer, student):
        return YES
    works = students_with_cards(viewer).filter(pk=student.pk)
    if viewer.role in WRITERS and works.exists():
        return YES
    return no(_("The student makes this card, with an adult who works with them."))


def may_approve_as_student(viewer: Viewer, student: Student) -> Verdict:
    return may_write_card(viewer, student)


def may_approve_for_family(viewer: Viewer, student: Student) -> Verdict:
    """A guardian signed in, or the coordinator who has the family's word."""
    if viewer.role == Role.FAMILY and guardian_of(viewer, student) is not None:
        return YES
    if viewer.role == Role.COORDINATOR and viewer.school_id == student.school_id:
        return YES
    return no(_("The family approves the card. The coordinator writes down what they said."))


def may_take_back(viewer: Viewer, student: Student) -> Verdict:
    """Anybody who may approve may take it back, in one tap."""
    if may_write_card(viewer, student) or may_approve_for_family(viewer, student):
        return YES
    return no(_("The student, the family or the coordinator takes a card back."))


def may_read_partners(viewer: Viewer) -> Verdict:
    if viewer.role in OWN and viewer.school_id is not None:
        return YES
    return no(
        _("Partners read each other's cards here. Yours to look after are on each student's page.")
    )
