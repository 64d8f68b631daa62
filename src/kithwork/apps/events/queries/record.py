"""Who came on one day, as somebody with a phone in the doorway needs it."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.events.models import AttendanceMark, DayLog, EventDay, RoleHolder
from kithwork.apps.events.policies import visible_days
from kithwork.apps.events.queries.people import students_on_the_list
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Absence
from kithwork.apps.schools.queries import minutes_of


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A student on the list: here, not here, or not noted yet."""

    student: Student
    roles: tuple[str, ...]
    is_here: bool | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class AttendancePage:
    day: EventDay
    rows: tuple[AttendanceRow, ...]
    has_come: bool
    log: DayLog | None
    minutes: int

    @property
    def here(self) -> int:
        return sum(row.is_here is True for row in self.rows)

    @property
    def open(self) -> int:
        return sum(row.is_here is None for row in self.rows)


def day_or_404(viewer: Viewer, day_id: int) -> EventDay:
    return first_or_404(visible_days(viewer).filter(pk=day_id).select_related("event__lead"))


def attendance_page(viewer: Viewer, day: EventDay) -> AttendancePage:
    people = [row.student for row in students_on_the_list(day.event)]
    marks = AttendanceMark.objects.filter(day=day).order_by("pk")
    latest = dict(marks.values_list("student_id", "is_here"))
    away = set(
        Absence.objects.filter(on=day.on, student__in=people).values_list("student_id", flat=True)
    )
    roles: dict[int, list[str]] = {}
    held = RoleHolder.objects.filter(role__event=day.event, given_back_at__isnull=True)
    for student, name in held.values_list("student_id", "role__name"):
        roles.setdefault(student, []).append(name)
    log = day.logs.last()
    return AttendancePage(
        day=day,
        rows=tuple(
            AttendanceRow(one, tuple(roles.get(one.pk, ())), latest.get(one.pk), one.pk in away)
            for one in people
        ),
        has_come=day.on <= clock.today_for(viewer),
        log=log,
        minutes=log.minutes if log else minutes_of(day.ends_at) - minutes_of(day.starts_at),
    )
