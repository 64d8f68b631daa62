"""Taking back a whole list of volunteers, while nothing was built on it."""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.apps.foundation.kept_rows import Rows, Step, put_back, rows_of
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.peers.policies import may_change_volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note


def rows_about(students: Sequence[Student]) -> Rows:
    """Offers, protected classes and wishes of these students as they stand, to compare with later."""
    return rows_of(
        Volunteer.objects.filter(student__in=students),
        ProtectedClass.objects.filter(volunteer__student__in=students),
        PeerWish.objects.filter(volunteer__student__in=students),
    )


@action("volunteers.take_back")
def take_back_volunteers(students: Sequence[Student], steps: Sequence[Step], *, by: Viewer) -> None:
    """Make the offers of these students what they were before a list came in.

    Raises Refused if `by` may not, Problem when a row was changed since or something rests on
    it; then nothing is taken back.
    """
    for student in students:
        require(may_change_volunteer(by, student))
    put_back(steps)
    note(students=[student.pk for student in students], rows=len(steps))
    for school_id in {student.school_id for student in students}:
        tell("people.changed", school_id, by=by)
