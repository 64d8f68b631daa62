"""Who reads the ledger, who writes an answer down, and who answers for themselves."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.consents.models import Answer, Ask, Scan
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Depth, Role, Viewer
from kithwork.apps.people.models import Guardian, Guardianship, Student
from kithwork.apps.people.policies import NOBODY, visible_students

# They see who signed what, of the whole school.
READERS = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
OWN = frozenset({Role.PEER, Role.FOCUS_STUDENT})


def visible_answers(viewer: Viewer) -> QuerySet[Answer]:
    """The school's ledger for those who keep it; a family's own child's; a student's own."""
    rows = Answer.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in READERS:
        return rows
    if viewer.role == Role.FAMILY or viewer.role in OWN:
        return rows.filter(student__in=visible_students(viewer, depth=Depth.PROGRESS))
    return rows.none()


def visible_asks(viewer: Viewer) -> QuerySet[Ask]:
    rows = Ask.objects.filter(school_id=viewer.school_id or NOBODY)
    return rows if viewer.role in READERS else rows.none()


def visible_scans(viewer: Viewer) -> QuerySet[Scan]:
    """Signed forms as files: for those who keep the ledger of the school, and nobody else."""
    rows = Scan.objects.filter(student__school_id=viewer.school_id or NOBODY)
    return rows if viewer.role in READERS else rows.none()


def may_open_permissions(viewer: Viewer) -> Verdict:
    if viewer.role in READERS and viewer.school_id is not None:
        return YES
    return no(_("Permissions are kept by the coordinator. Ask them what you need to know."))


def may_see_yes_or_no(viewer: Viewer) -> Verdict:
    """Whether somebody may take part, without who signed: for the adults of the school."""
    if viewer.role in SCHOOL_STAFF and viewer.school_id is not None:
        return YES
    return no(_("This is for the staff of the school."))


def may_write_down(viewer: Viewer, student: Student) -> Verdict:
    """The coordinator writes down what a family said, and closes what was a mistake."""
    if viewer.role != Role.COORDINATOR:
        return no(_("The coordinator writes permissions down. Hand the form to them."))
    if viewer.school_id != student.school_id:
        return no(_("This student is at another school. Ask its coordinator."))
    return YES


def may_ask_student(viewer: Viewer, student: Student) -> Verdict:
    """An adult who works with the student asks them; the answer is the student's own."""
    if may_write_down(viewer, student):
        return YES
    works = visible_students(viewer, depth=Depth.PROGRESS).filter(pk=student.pk)
    if viewer.is_school_staff and works.exists():
        return YES
    return no(_("Somebody who works with this student asks them. Ask the coordinator."))


def may_set_rule(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("The coordinator sets how permissions are counted."))


def may_answer_for(viewer: Viewer, student: Student) -> Verdict:
    """A guardian whose right nobody has ended answers for their own child."""
    if viewer.role == Role.FAMILY and guardian_of(viewer, student) is not None:
        return YES
    return no(_("Only a parent or guardian can answer this. Ask the school."))


def may_answer_as(viewer: Viewer, student: Student) -> Verdict:
    """A student answers for themselves, signed in as themselves."""
    own = viewer.user_id is not None and student.user_id == viewer.user_id
    if own and viewer.role in OWN and viewer.school_id == student.school_id:
        return YES
    return no(_("Only the student can answer this."))


def guardian_of(viewer: Viewer, student: Student) -> Guardian | None:
    """The guardian this viewer is to this student, if they are."""
    row = (
        Guardianship.objects.filter(
            student=student,
            guardian__user_id=viewer.user_id or NOBODY,
            is_active=True,
            is_blocked=False,
            closed_on__isnull=True,
        )
        .select_related("guardian")
        .first()
    )
    return row.guardian if row else None
