"""Coming up, and this week in counts people can picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.events.queries import events_between
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.home.queries.day import DayHead
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.plans.queries import PlanPage
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.policies import visible_sessions
from kithwork.apps.runs.queries import last_together
from kithwork.apps.schools.models import CalendarDay
from kithwork.apps.schools.queries import minutes_of

DAYS_AHEAD = 21
MOST_AHEAD = 5
WEEKS_SHOWN = 6
QUIET_DAYS = 7


@dataclass(frozen=True, slots=True)
class Ahead:
    """One line of *Coming up*."""

    on: date
    when: str
    words: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Hours together planned or held in one week, and how tall that is of 66."""

    hours: int
    height: int
    x: int
    is_this_week: bool

    @property
    def y(self) -> int:
        return 72 - self.height


@dataclass(frozen=True, slots=True)
class Week:
    """This week: counts, a bar for each of the last weeks, and somebody who may be forgotten."""

    sessions: int
    held: int
    hours: int
    students: int
    bars: tuple[Bar, ...]
    quiet: Student | None
    quiet_words: str
    quiet_url: str

    @property
    def bars_words(self) -> str:
        numbers = ", ".join(str(bar.hours) for bar in self.bars)
        return _("Hours together in the last weeks, this one last: %(numbers)s") % {
            "numbers": numbers
        }


def coming_up(viewer: Viewer, head: DayHead, plan: PlanPage) -> list[Ahead]:
    """What comes in the next three weeks: days without school, other day types, events, the plan."""
    last = head.on + timedelta(days=DAYS_AHEAD)
    rows = CalendarDay.objects.filter(
        year__school_id=viewer.school_id, on__gt=head.on, on__lte=last
    ).select_related("schedule")
    planned = dict(
        visible_sessions(viewer)
        .filter(on__in=[row.on for row in rows], status=Session.Status.PLANNED)
        .values_list("on")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found = list(_calendar(list(rows), planned))
    found += [
        _line(line.day.on, f"{line.event.name}, {line.event.place}.", line.kind)
        for line in events_between(viewer, head.on, last)
        if line.day is not None
    ]
    draft = plan.in_force
    if draft:
        if head.on < draft.ask.starts_on <= last:
            found.append(_line(draft.ask.starts_on, _("The plan begins.")))
        if head.on < draft.ask.ends_on <= last:
            found.append(_line(draft.ask.ends_on, _("Last day of this plan.")))
    return sorted(found, key=lambda one: one.on)[:MOST_AHEAD]


def _line(on: date, words: str, tag: str = "") -> Ahead:
    return Ahead(on, date_format(on, "D j"), words, tag)


def _calendar(rows: list[CalendarDay], planned: dict[date, int]) -> Iterator[Ahead]:
    run: list[CalendarDay] = []
    for row in rows:
        if not row.is_open and row.on.weekday() < 5:
            if run and run[-1].note == row.note:
                run.append(row)
            else:
                yield from _closed(run)
                run = [row]
            continue
        if row.is_open:
            yield from _closed(run)
            run = []
            if row.schedule and not row.schedule.is_regular:
                yield _line(row.on, _other_day(row, planned.get(row.on, 0)), row.schedule.name)
    yield from _closed(run)


def _other_day(row: CalendarDay, planned: int) -> str:
    said = (
        ngettext(
            "%(n)s time together, at other times.", "%(n)s times together, at other times.", planned
        )
        % {"n": planned}
        if planned
        else _("Periods are at other times.")
    )
    is_news = row.note and row.schedule and row.note != row.schedule.name
    return f"{row.note}. {said}" if is_news else said


def _closed(run: list[CalendarDay]) -> Iterator[Ahead]:
    if not run:
        return
    note = f": {run[0].note}" if run[0].note else ""
    if len(run) == 1:
        words = _("No school%(note)s.") % {"note": note}
    else:
        words = _("No school until %(day)s%(note)s.") % {
            "day": date_format(run[-1].on, "l j"),
            "note": note,
        }
    yield _line(run[0].on, words, _("No school"))


def this_week(viewer: Viewer, head: DayHead, plan: PlanPage) -> Week | None:
    """Counts for this week; None before there was any time together."""
    monday = head.on - timedelta(days=head.on.weekday())
    first = monday - timedelta(weeks=WEEKS_SHOWN - 1)
    rows = (
        visible_sessions(viewer)
        .filter(on__gte=first, on__lt=monday + timedelta(weeks=1))
        .exclude(status=Session.Status.CANCELLED)
    )
    sessions = list(rows.values_list("on", "starts_at", "ends_at", "status", "student_id"))
    if not sessions:
        return None
    minutes: Counter[int] = Counter()
    for on, starts_at, ends_at, status, _student in sessions:
        if status != Session.Status.NOT_HELD:
            minutes[(on - first).days // 7] += minutes_of(ends_at) - minutes_of(starts_at)
    mine = [row for row in sessions if row[0] >= monday]
    quiet, words, url = _quiet(viewer, head, plan)
    return Week(
        sessions=len(mine),
        held=sum(row[3] == Session.Status.HELD for row in mine),
        hours=round(minutes[WEEKS_SHOWN - 1] / 60),
        students=len({row[4] for row in mine}),
        bars=_bars(minutes),
        quiet=quiet,
        quiet_words=words,
        quiet_url=url,
    )


def _bars(minutes: Counter[int]) -> tuple[Bar, ...]:
    weeks = [week for week in range(WEEKS_SHOWN) if minutes[week]]
    if len(weeks) < 2:
        return ()
    most = max(minutes.values())
    return tuple(
        Bar(round(minutes[w] / 60), max(4, round(66 * minutes[w] / most)), 4 + 50 * w, w == 5)
        for w in range(WEEKS_SHOWN)
    )


def _quiet(viewer: Viewer, head: DayHead, plan: PlanPage) -> tuple[Student | None, str, str]:
    """Of those who would like company, the one who has been longest without."""
    if plan.in_force is None:
        return None, "", ""
    begun = max(plan.in_force.ask.starts_on, plan.in_force.made_at.date())
    if (head.on - begun).days < QUIET_DAYS:
        return None, "", ""
    asking = SupportNeed.objects.filter(closed_on__isnull=True).values("student_id")
    students = visible_students(viewer, depth=Depth.PARTICIPATION).filter(
        pk__in=asking, closed_on__isnull=True
    )
    last = last_together(viewer)
    since = head.on - timedelta(days=QUIET_DAYS)
    waiting = [one for one in students if last.get(one.pk, date.min) < since]
    if not waiting:
        return None, "", ""
    one = min(waiting, key=lambda student: (last.get(student.pk, date.min), student.pk))
    about = {"name": one.called}
    if one.pk in last:
        words = _("%(name)s has had no time together since %(date)s.") % {
            **about, "date": date_format(last[one.pk], "F j"),
        }  # fmt: skip
    else:
        words = _("%(name)s has had no time together yet.") % about
    url = reverse("plans:review", args=[plan.in_force.pk])
    return one, words, f"{url}?view=students&filtered=1&who={one.first_name}"
