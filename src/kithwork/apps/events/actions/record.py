"""What happened: who came, how long it took, what was said; closed at the end, opened again if it was too soon."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.events.actions.shared_checks import on_the_list, to_change, words
from kithwork.apps.events.models import AttendanceMark, DayLog, Event, EventDay, Moment, Reflection
from kithwork.apps.events.policies import may_change_event
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note

LONGEST_DAY = 720
MOST_OTHERS = 5000


@action("event.mark_attendance")
def mark_attendance(
    day: EventDay, student: Student, *, is_here: bool | None, by: Viewer
) -> AttendanceMark:
    """One tap: here, not here, or taken back. Raises Problem before the day has come."""
    event = to_change(day.event, by)
    _has_come(day, by)
    on_the_list(event, student)
    return AttendanceMark.objects.create(
        day=day, student=student, is_here=is_here, by_id=by.user_id
    )


@action("event.log_day")
def log_day(
    day: EventDay, *, minutes: int, others: int = 0, activity: str = "", by: Viewer
) -> DayLog:
    """How long it took and how many guests came. A later log stands beside the earlier one."""
    to_change(day.event, by)
    _has_come(day, by)
    if not 1 <= minutes <= LONGEST_DAY:
        raise Problem(_("Say how many minutes it took: 1 to 720."))
    if not 0 <= others <= MOST_OTHERS:
        raise Problem(_("Say how many guests came: 0 to 5000."))
    note(minutes=minutes, others=others)
    return DayLog.objects.create(
        day=day, minutes=minutes, others=others, activity=activity.strip()[:200], by_id=by.user_id
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, when, and as which group."""

    moment: str
    says: str
    whose: str = Reflection.Whose.STUDENT
    how: str = ""
    asked: str = ""


@action("event.reflect")
def reflect(event: Event, said: Words, *, by: Viewer) -> Reflection:
    """Keep what somebody said. Never with a name."""
    event = to_change(event, by)
    return _keep(event, said, by)


@action("event.close")
def close_event(event: Event, *, went_well: str, next_time: str, by: Viewer) -> Event:
    """It was held: what went well and what will be different. Raises Problem before anybody was noted as there."""
    event = to_change(event, by)
    if not came(event):
        raise Problem(_("Note first who came. Open the day and tap the names."))
    if not went_well.strip() and not next_time.strip():
        raise Problem(_("Write what went well, or what will be different next time."))
    for asked, text in (
        (_("What went well?"), went_well),
        (_("What will be different next time?"), next_time),
    ):
        if text.strip():
            _keep(event, Words(Moment.AFTER, text, Reflection.Whose.STAFF, asked=asked), by)
    event.status, event.closed_at = Event.Status.HELD, clock.now()
    event.save(update_fields=["status", "closed_at"])
    return event


@action("event.open_again")
def open_again(event: Event, *, by: Viewer) -> Event:
    """It was closed or called off too soon."""
    require(may_change_event(by, event))
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.status == Event.Status.PLANNED:
        raise Problem(_("It is open already."))
    event.status, event.closed_at = Event.Status.PLANNED, None
    event.save(update_fields=["status", "closed_at"])
    return event


def came(event: Event) -> set[int]:
    """Students whose latest tap on any day says they were there."""
    rows = AttendanceMark.objects.filter(day__event=event).order_by("pk")
    latest = {(row.day_id, row.student_id): row.is_here for row in rows}
    return {student for (_day, student), is_here in latest.items() if is_here}


def _keep(event: Event, said: Words, by: Viewer) -> Reflection:
    if said.moment not in Moment.values or said.whose not in Reflection.Whose.values:
        raise Problem(_("Choose when it was said, and by whom."))
    if said.how and said.how not in HowAsked.values:
        raise Problem(_("Choose how it was said."))
    return Reflection.objects.create(
        event=event,
        moment=said.moment,
        says=words(said.says, 2000, _("Write what was said.")),
        whose=said.whose,
        how=said.how,
        asked=said.asked[:300],
        by_id=by.user_id,
    )


def _has_come(day: EventDay, by: Viewer) -> None:
    if day.on > clock.today_for(by):
        raise Problem(_("This day is still to come. Note who came when it has begun."))
