"""Who looks after peers, who may leave, and who may ask for a change."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.care.models import Parting
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY, visible_students

LOOKS_AFTER = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
STUDENTS = frozenset({Role.PEER, Role.FOCUS_STUDENT})
# Adults who are with students, and hear it first.
ADULTS = LOOKS_AFTER | {
    Role.GENERAL_EDUCATOR,
    Role.PARAPROFESSIONAL,
    Role.RELATED_SERVICE_PROVIDER,
}


def visible_partings(viewer: Viewer) -> QuerySet[Parting]:
    """The school's, for those who look after peers; a student's own; nobody else's, and no partner's."""
    rows = Parting.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in LOOKS_AFTER:
        return rows
    if viewer.role in STUDENTS:
        return rows.filter(student__user_id=viewer.user_id or NOBODY)
    return rows.none()


def may_look_after_peers(viewer: Viewer) -> Verdict:
    if viewer.role in LOOKS_AFTER and viewer.school_id is not None:
        return YES
    return no(_("The coordinator and the principal look after peers. Tell one of them."))


def may_read_faces(viewer: Viewer) -> Verdict:
    """How a time was for somebody is read by the coordinator alone; students are told so."""
    if viewer.role == Role.COORDINATOR:
        return YES
    return no(_("Only the coordinator reads the faces. Ask your coordinator."))


def may_part(viewer: Viewer, student: Student) -> Verdict:
    """A student for themselves, any day; an adult who sees them for somebody who told them."""
    if viewer.role in STUDENTS:
        own = Student.objects.filter(pk=student.pk, user_id=viewer.user_id or NOBODY)
        if own.filter(school_id=viewer.school_id).exists():
            return YES
    if viewer.role in ADULTS and student in visible_students(viewer, depth=Depth.PARTICIPATION):
        return YES
    return no(_("You can ask for yourself. For somebody else, tell an adult."))


def may_settle(viewer: Viewer, parting: Parting) -> Verdict:
    if may_look_after_peers(viewer) and visible_partings(viewer).filter(pk=parting.pk).exists():
        return YES
    return no(_("The coordinator and the principal look after this. Tell one of them."))
