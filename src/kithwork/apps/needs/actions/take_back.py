"""Taking back a whole list of needs and wishes, while nothing was built on it."""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.apps.foundation.kept_rows import Rows, Step, put_back, rows_of
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PreferenceCard, SupportNeed, Wish
from kithwork.apps.needs.policies import may_change_needs
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note


def rows_about(students: Sequence[Student]) -> Rows:
    """Needs, wishes and cards of these students as they stand, to compare with later."""
    return rows_of(
        SupportNeed.objects.filter(student__in=students),
        Wish.objects.filter(student__in=students),
        PreferenceCard.objects.filter(student__in=students),
    )


@action("needs.take_back")
def take_back_needs(students: Sequence[Student], steps: Sequence[Step], *, by: Viewer) -> None:
    """Make the needs, wishes and cards of these students what they were before a list came in.

    Raises Refused if `by` is not on all of the teams, Problem when a row was changed since or a
    pair rests on it; then nothing is taken back.
    """
    for student in students:
        require(may_change_needs(by, student))
    put_back(steps)
    note(students=[student.pk for student in students], rows=len(steps))
    for school_id in {student.school_id for student in students}:
        tell("people.changed", school_id, by=by)
