"""Whom a coordinator takes along on a device for one day."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import AddedToday
from kithwork.apps.observations.policies import may_add_for_today, observable_students
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action

# As many as somebody can look at between two bells.
MOST = 24


@action("observation.add_today")
def add_for_today(student: Student, *, by: Viewer) -> AddedToday:
    """Put a student on one's own list for today. Adding again changes nothing.

    Raises Refused if `by` may not, Problem for somebody they may not observe, or when the list is full.
    """
    require(may_add_for_today(by))
    if not observable_students(by).filter(pk=student.pk).exists():
        raise Problem(_("You may observe students of your own school."))
    today = clock.today_for(by)
    own = AddedToday.objects.filter(user_id=by.user_id, on=today)
    if own.count() >= MOST and not own.filter(student=student).exists():
        raise Problem(_("{n} are on your list already. Take somebody off it first.").format(n=MOST))
    AddedToday.objects.filter(user_id=by.user_id, on__lt=today).delete()
    found, _made = AddedToday.objects.get_or_create(user_id=by.user_id, student=student, on=today)
    return found


@action("observation.leave_today")
def leave_for_today(added: AddedToday, *, by: Viewer) -> AddedToday:
    """Take a student off one's own list again; what was observed stays. Raises Refused for another's list."""
    require(may_add_for_today(by))
    AddedToday.objects.filter(pk=added.pk, user_id=by.user_id).delete()
    return added
