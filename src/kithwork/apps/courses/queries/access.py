"""Which ways a course opens: its teacher follows the progress of who is in it, until it ends."""

from __future__ import annotations

from datetime import date

from kithwork.apps.courses.actions.cohort import cause
from kithwork.apps.courses.models import Member
from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.people.access_check import Days, Way
from kithwork.apps.schools.models import School


def teachers(school: School, today: date) -> dict[Way, Days]:
    rows = Member.objects.filter(
        cohort__school=school,
        cohort__ended_on__isnull=True,
        cohort__ends_on__gte=today,
        left_on__isnull=True,
        cohort__teacher__user__isnull=False,
    ).select_related("cohort__teacher")
    return {
        Way(
            one.cohort.teacher.user_id, one.student_id, Depth.PROGRESS,
            cause(one.cohort, one.student_id),
        ): (one.joined_on, one.cohort.ends_on)
        for one in rows
    }  # fmt: skip
