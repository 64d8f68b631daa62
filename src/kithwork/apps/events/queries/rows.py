"""Single rows of the events a viewer sees, or not there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404

from kithwork.apps.events.models import (
    AccessAnswer,
    AccessQuestion,
    Event,
    EventDay,
    EventPartner,
    EventRole,
    EventStep,
    EventStudent,
    RoleHolder,
)
from kithwork.apps.events.policies import students_to_invite, visible_events
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import visible_staff

Row = TypeVar("Row", bound=Model)


def _row(viewer: Viewer, kind: type[Row], row_id: int, event: str = "event") -> Row:
    within: dict[str, Any] = {f"{event}__in": visible_events(viewer)}
    return first_or_404(kind._default_manager.filter(pk=row_id, **within).select_related(event))


def planned_day_or_404(viewer: Viewer, row_id: int) -> EventDay:
    return _row(viewer, EventDay, row_id)


def place_or_404(viewer: Viewer, row_id: int) -> EventStudent:
    """A student's place on a list."""
    return _row(viewer, EventStudent, row_id)


def role_or_404(viewer: Viewer, row_id: int) -> EventRole:
    return _row(viewer, EventRole, row_id)


def holder_or_404(viewer: Viewer, row_id: int) -> RoleHolder:
    return _row(viewer, RoleHolder, row_id, "role__event")


def question_or_404(viewer: Viewer, row_id: int) -> AccessQuestion:
    return _row(viewer, AccessQuestion, row_id)


def answer_or_404(viewer: Viewer, row_id: int) -> AccessAnswer:
    return _row(viewer, AccessAnswer, row_id, "question__event")


def step_or_404(viewer: Viewer, row_id: int) -> EventStep:
    return _row(viewer, EventStep, row_id)


def partner_or_404(viewer: Viewer, row_id: int) -> EventPartner:
    return _row(viewer, EventPartner, row_id)


def student_to_invite_or_404(viewer: Viewer, student_id: int) -> Student:
    return first_or_404(students_to_invite(viewer).filter(pk=student_id))


def listed_student_or_404(event: Event, student_id: int) -> Student:
    """A student on this event's list, whom those who are there know by name."""
    here = EventStudent.objects.filter(event=event, left_at__isnull=True, student=student_id)
    return first_or_404(Student.objects.filter(pk__in=here.values("student_id")))


def adults_with(viewer: Viewer, event: Event, staff_id: int, *, is_there: bool) -> list[Staff]:
    """The adults of an event with one more, or one fewer."""
    one = visible_staff(viewer).filter(pk=staff_id).first()
    if one is None:
        raise Http404
    others = [adult for adult in event.staff.all() if adult.pk != one.pk]
    return [*others, one] if is_there else others
