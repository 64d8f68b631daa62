"""Whom a device may know of today, and whom its owner adds for the day."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import AddedToday
from kithwork.apps.observations.policies import (
    may_add_for_today,
    observable_students,
    visible_additions,
    visible_watches,
)
from kithwork.apps.people.models import Student
from kithwork.apps.people.queries.find import FoundStudent, find


def on_the_device(viewer: Viewer) -> QuerySet[Student]:
    """Students a device may hold initials of: a lost one tells no more than a day of one person's work.

    Whoever sees the whole school has only those they observe today by a plan, and those they added for today.
    """
    students = observable_students(viewer)
    if not may_add_for_today(viewer):
        return students
    today = clock.today_for(viewer)
    own = Q(observer_id=viewer.user_id) | Q(second_observer_id=viewer.user_id)
    planned = visible_watches(viewer).filter(own, on=today, is_cancelled=False)
    added = visible_additions(viewer).filter(on=today)
    return students.filter(
        Q(pk__in=planned.values("student_id")) | Q(pk__in=added.values("student_id"))
    )


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Who was added for today, and whom the words may mean."""

    added: list[AddedToday]
    found: list[FoundStudent]


def today_page(viewer: Viewer, words: str) -> TodayPage:
    added = list(
        visible_additions(viewer).filter(on=clock.today_for(viewer)).select_related("student")
    )
    there = {one.student_id for one in added}
    found = find(viewer, words).students if words else []
    return TodayPage(added, [one for one in found if one.student.pk not in there])


def addition_or_404(viewer: Viewer, added_id: int) -> AddedToday:
    return first_or_404(visible_additions(viewer).filter(pk=added_id))


def observable_or_404(viewer: Viewer, student_id: int) -> Student:
    return first_or_404(observable_students(viewer).filter(pk=student_id))
