"""How many of those who take part have permission: counts for the program, and no name."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.consents.ledger import State
from kithwork.apps.consents.models import Answer, Purpose
from kithwork.apps.consents.permits import standings
from kithwork.apps.consents.who import taking_part
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.models import School

READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})
# Where the family's yes stands; what may still be missing is the student's own.
FAMILY_SAID_YES = {State.GIVEN, State.STUDENT_NOT_ASKED, State.STUDENT_RAN_OUT}


@dataclass(frozen=True, slots=True)
class PermissionCounts:
    """Of those who take part: whose family's yes is on file, and who said yes themselves."""

    asked: int
    families: int
    own: int


def permission_counts(viewer: Viewer) -> PermissionCounts:
    if viewer.role not in READERS or viewer.school_id is None:
        return PermissionCounts(0, 0, 0)
    school = School.objects.get(pk=viewer.school_id)
    students = taking_part(school.pk)
    found = standings(school, students)
    families = sum(found[pk, Purpose.TAKE_PART].state in FAMILY_SAID_YES for pk in students)
    own = Answer.objects.filter(
        student__in=students, voice="student", purpose=Purpose.TAKE_PART,
        taken_back_by__isnull=True,
    ).exclude(said=Answer.Said.NOT_SO)  # fmt: skip
    last = {row.student_id: row for row in own.order_by("said_on", "pk")}
    today = clock.today_for(viewer)
    said_yes = [
        row for row in last.values() if row.said == "yes" and row.until and row.until >= today
    ]
    return PermissionCounts(len(students), families, len(said_yes))
