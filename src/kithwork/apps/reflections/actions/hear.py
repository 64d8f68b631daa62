"""A no to going on is heard as stop (F2-S7, DR-50): times together pause, and an adult talks with the student."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.reflections.models import Reply, Survey, Wave
from kithwork.apps.reflections.questionnaire import STUDENT
from kithwork.apps.safety.actions import hear_stop
from kithwork.apps.safety.models import Stop

MODES = {
    Reply.Mode.SCREEN: Stop.Mode.TAP,
    Reply.Mode.TYPED: Stop.Mode.TAP,
    Reply.Mode.SYMBOLS: Stop.Mode.SYMBOLS,
    Reply.Mode.DEVICE: Stop.Mode.DEVICE,
}


def says_no(survey: Survey, rows: Sequence[Reply]) -> list[Reply]:
    """Of answers about to be kept, those that say no to going on and that were no such no before.

    An older wave, written down later, is past: only the wave that opened last counts.
    """
    stops = {item.id: item.stops for item in survey.asks().items if item.stops}
    if not stops:
        return []
    now = _now(survey)
    found = []
    for row in rows:
        if row.voice != STUDENT or row.choice != stops.get(row.item) or row.wave_id != now:
            continue
        before = Reply.objects.filter(
            wave_id=row.wave_id, student_id=row.student_id, voice=STUDENT, item=row.item
        )
        last = before.order_by("pk").last()
        if last is None or last.choice != row.choice:
            found.append(row)
    return found


def hear(rows: Sequence[Reply], *, by: Viewer) -> int:
    """One stop for each of them, with everybody they are together with."""
    for row in rows:
        student = Student.objects.select_related("school").get(pk=row.student_id)
        mode = MODES.get(Reply.Mode(row.mode), Stop.Mode.SPOKE)
        hear_stop(student, letter=uuid4(), mode=mode, by=by)
    return len(rows)


def _now(survey: Survey) -> int | None:
    today = clock.today(survey.school.timezone)
    opened = Wave.objects.filter(survey=survey, opens_on__lte=today).order_by("opens_on", "pk")
    last = opened.last()
    return last.pk if last else None
