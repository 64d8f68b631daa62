"""Taking students on one's caseload, and the line that says who read a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.needs.policies import may_join_team, may_read_plan_of, team_students
from kithwork.apps.people.actions import AccessRow, open_access
from kithwork.apps.people.models import Access, Student
from kithwork.apps.schools.queries import current_year
from kithwork.apps.trail.actions import action, note


@action("team.join")
def join_teams(students: Sequence[Student], *, by: Viewer) -> list[Access]:
    """Put the coordinator on the teams of these students until the year ends.

    Students whose team they are on already are passed over. Raises Refused if one of them
    may not be taken on, Problem when the school has no year; then none is.
    """
    for student in students:
        require(may_join_team(by, student))
    mine = set(team_students(by).values_list("pk", flat=True))
    new = [student for student in students if student.pk not in mine]
    note(students=[student.pk for student in new])
    if not new or by.user_id is None:
        return []
    until_on = _end_of_year(new[0], by)
    return open_access(
        [
            AccessRow(
                user_id=by.user_id,
                student=student,
                depth=Depth.PLAN,
                reason=_("You are on %(name)s's team.") % {"name": student.called},
                because=f"people.team:{student.pk}",
                from_on=clock.today_for(by),
                until_on=until_on,
            )
            for student in new
        ],
        by=by,
    )


def _end_of_year(student: Student, by: Viewer) -> date:
    today = clock.today_for(by)
    year = current_year(student.school, today)
    if year is None or year.ends_on < today:
        raise Problem(_("The school needs a school year first. Add one under School."))
    return year.ends_on


@action("plan.read")
def note_reading(students: Sequence[Student], *, by: Viewer) -> Student | None:
    """Say on the trail whose needs and wishes somebody opened."""
    for student in students:
        require(may_read_plan_of(by, student))
    if len(students) == 1:
        return students[0]
    note(students=[student.pk for student in students])
    return None
