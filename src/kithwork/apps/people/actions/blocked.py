"""Times somebody cannot be asked for; everything else is derived from the timetable."""

from __future__ import annotations

from datetime import date

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Verdict, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import BlockedTime, Staff, Student
from kithwork.apps.people.policies import may_block_staff_times, may_block_times
from kithwork.apps.trail.actions import action, note


@action("time.block")
def block_time(
    person: Student | Staff,
    *,
    cycle_day: str = "",
    label: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    by: Viewer,
) -> BlockedTime:
    """Keep a time free of requests: a period, a day, or a period of one day, between dates or always.

    Of a colleague it says that they are not with their class then. Raises Refused if `by` may
    not, Problem when nothing is named or the dates are crossed.
    """
    require(_may_block(by, person))
    if not cycle_day and not label and not (from_on or until_on):
        raise Problem("Choose a day, a period or dates. Otherwise every time would be blocked.")
    if from_on and until_on and until_on < from_on:
        raise Problem("The last day lies before the first.")
    if cycle_day and cycle_day not in person.school.cycle_days:
        raise Problem(f"{cycle_day} is not a day of this school's cycle.")
    whose = {"student": person} if isinstance(person, Student) else {"staff": person}
    blocked, is_new = BlockedTime.objects.get_or_create(
        **whose, cycle_day=cycle_day, label=label, from_on=from_on, until_on=until_on
    )
    note(new=is_new)
    return blocked


@action("time.unblock")
def unblock_time(blocked: BlockedTime, *, by: Viewer) -> BlockedTime:
    """Let a time be asked for again. Raises Refused if `by` may not."""
    person = blocked.student or blocked.staff
    require(_may_block(by, person))
    note(student=blocked.student_id, staff=blocked.staff_id)
    blocked.delete()
    return blocked


def _may_block(by: Viewer, person: Student | Staff | None) -> Verdict:
    if isinstance(person, Student):
        return may_block_times(by, person)
    if isinstance(person, Staff):
        return may_block_staff_times(by, person)
    raise ValueError("a blocked time is somebody's")
