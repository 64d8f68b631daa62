"""Who opens a call, who names a student, who sees the pool and chooses."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY, visible_students
from kithwork.apps.recruiting.models import Call, Candidate, Nomination

READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})
NAMES = frozenset({
    Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.RELATED_SERVICE_PROVIDER,
    Role.SCHOOL_ADMINISTRATOR,
})  # fmt: skip


def visible_calls(viewer: Viewer) -> QuerySet[Call]:
    calls = Call.objects.filter(school_id=viewer.school_id or NOBODY)
    return calls if viewer.role in READERS else calls.none()


def visible_candidates(viewer: Viewer) -> QuerySet[Candidate]:
    """The pool, for those who choose and the planning team."""
    rows = Candidate.objects.filter(school_id=viewer.school_id or NOBODY)
    return rows if viewer.role in READERS else rows.none()


def own_nominations(viewer: Viewer) -> QuerySet[Nomination]:
    """What this adult wrote themselves."""
    return Nomination.objects.filter(
        by_id=viewer.user_id or NOBODY, candidate__school_id=viewer.school_id or NOBODY
    )


def students_to_name(viewer: Viewer) -> QuerySet[Student]:
    """A teacher names students of their classes; who sees the whole school, anybody."""
    if viewer.role not in NAMES:
        return Student.objects.none()
    depth = Depth.NAME if viewer.role in READERS else Depth.PARTICIPATION
    return visible_students(viewer, depth=depth).filter(closed_on__isnull=True)


def may_open_pool(viewer: Viewer) -> Verdict:
    if viewer.role in READERS and viewer.school_id is not None:
        return YES
    return no(_("The pool is for those who run the program. You can name a student."))


def may_choose(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("The coordinator chooses, and says why. Tell them what you think."))


def may_choose_at(viewer: Viewer, school_id: int) -> Verdict:
    """The same, of a row: it belongs to the school one coordinates."""
    if (verdict := may_choose(viewer)) and viewer.school_id != school_id:
        return no(_("This is another school. Ask its coordinator."))
    return verdict


def may_name_students(viewer: Viewer) -> Verdict:
    if viewer.role in NAMES and viewer.school_id is not None:
        return YES
    return no(_("Teachers and the coordinator name students. Tell them whom you have in mind."))


def may_name(viewer: Viewer, student: Student) -> Verdict:
    if not (verdict := may_name_students(viewer)):
        return verdict
    if students_to_name(viewer).filter(pk=student.pk).exists():
        return YES
    return no(_("You name students of your own classes."))
