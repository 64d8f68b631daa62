"""Opening and closing the way to a student's record, always with a reason and an end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Access, Staff, Student
from kithwork.apps.people.policies import may_open_access
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One way to open: for whom, to whom, how deeply, why, because of what, from and until."""

    user_id: int
    student: Student
    depth: Depth
    reason: str
    because: str
    from_on: date
    until_on: date


@action("access.open")
def open_access(rows: Sequence[AccessRow], *, by: Viewer) -> list[Access]:
    """Open the given ways; one that is open already for the same cause is not doubled.

    A way open for the same cause with another last day gives way to the new one, longer or shorter.
    Raises Refused if `by` may not open one of them; then none is opened.
    """
    for student in {row.student for row in rows}:
        require(may_open_access(by, student))
    open_now: dict[tuple[int, int, str], list[Access]] = defaultdict(list)
    causes = {row.because for row in rows}
    for held in Access.objects.filter(because__in=causes, closed_at__isnull=True):
        open_now[held.user_id, held.student_id, held.because].append(held)
    new, over = [], []
    for row in rows:
        standing = open_now.get((row.user_id, row.student.pk, row.because), [])
        same = [one for one in standing if (one.depth, one.until_on) == (row.depth, row.until_on)]
        over += [one.pk for one in standing if one not in same]
        if not same:
            new.append(_as_access(row))
    Access.objects.filter(pk__in=over).update(closed_at=clock.now())
    note(count=len(new), closed=len(over))
    return Access.objects.bulk_create(new)


def _as_access(row: AccessRow) -> Access:
    return Access(
        user_id=row.user_id,
        student=row.student,
        depth=row.depth,
        reason=row.reason,
        because=row.because,
        from_on=row.from_on,
        until_on=row.until_on,
    )


@action("access.close")
def close_access(because: Sequence[str], *, by: Viewer) -> int:
    """Close every open row with one of these causes, now. Rows stay for the record."""
    rows = Access.objects.filter(because__in=list(because), closed_at__isnull=True)
    for student in Student.objects.filter(access__in=rows).distinct():
        require(may_open_access(by, student))
    closed = rows.update(closed_at=clock.now())
    note(count=closed)
    return closed


@action("access.leave_team")
def leave_team(student: Student, user_id: int, *, by: Viewer) -> int:
    """Take an adult off a student's team, now. What they wrote stays.

    Raises Problem if the adult is not on the team.
    """
    require(may_open_access(by, student))
    closed = Access.objects.filter(
        user_id=user_id, because=team_cause(student), closed_at__isnull=True
    ).update(closed_at=clock.now())
    if not closed:
        raise Problem(f"This person is not on {student.called}'s team any more.")
    note(student=student.pk, user=user_id)
    return closed


def team_cause(student: Student) -> str:
    """What the rows of a student's team say they were opened by."""
    return f"people.team:{student.pk}"


@action("access.join_team")
def join_team(student: Student, staff: Staff, *, until_on: date, by: Viewer) -> list[Access]:
    """Put an adult on a student's team: plan, wishes and needs open to them until a date.

    Raises Problem if the adult works elsewhere, has no account yet, or the date is over.
    """
    require(may_open_access(by, student))
    if staff.school_id != student.school_id:
        raise Problem(f"{staff.full_name} works at another school.")
    if until_on < clock.today_for(by):
        raise Problem("Choose a last day that is not over yet.")
    if staff.user_id is None:
        raise Problem(f"{staff.full_name} has no account yet. Give them a role first.")
    row = AccessRow(
        user_id=staff.user_id,
        student=student,
        depth=Depth.PLAN,
        reason=f"You are on {student.called}'s team.",
        because=team_cause(student),
        from_on=clock.today_for(by),
        until_on=until_on,
    )
    return open_access([row], by=by)
