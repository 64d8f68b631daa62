"""Opening a plan leaves a line on the trail: once a day for each reader and student."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest

from kithwork.apps.foundation import clock
from kithwork.apps.needs import actions

if TYPE_CHECKING:
    from kithwork.apps.people.models import Student

SESSION_KEY = "plans_read"


def note_reading(request: HttpRequest, students: Sequence[Student]) -> None:
    """Leave the line for those not read today in this session."""
    today = clock.today_for(request.viewer).isoformat()
    key = f"{today}:{request.viewer.membership_id}"
    kept = request.session.get(SESSION_KEY, {})
    read = set(kept.get(key, []))
    new = [student for student in students if student.pk not in read]
    if new:
        actions.note_reading(new, by=request.viewer)
        request.session[SESSION_KEY] = {key: sorted(read | {student.pk for student in new})}
