"""What the pages of a school's set-up show. Every lookup begins at visible_…"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.models import BellSchedule, CalendarDay, School, SchoolYear
from kithwork.apps.schools.policies import visible_schedules, visible_schools, visible_years
from kithwork.apps.schools.queries.frame import current_year, minutes_of
from kithwork.apps.schools.queries.limits import settings


@dataclass(frozen=True, slots=True)
class YearCard:
    """One school year as the School page shows it."""

    year: SchoolYear
    terms: list
    schedules: list[BellSchedule]
    open_days: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class SchoolPage:
    school: School
    years: list[YearCard]
    own_limits: int
    today: date

    @property
    def current(self) -> YearCard | None:
        return next((card for card in self.years if card.is_current), None)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One cell of the month: a date in the year, or a date the calendar does not know."""

    on: date
    is_in_month: bool
    is_in_year: bool
    is_open: bool
    cycle_day: str
    day_type: str
    note: str
    is_today: bool

    @property
    def is_known(self) -> bool:
        return self.is_open or bool(self.note) or self.is_in_year


@dataclass(frozen=True, slots=True)
class MonthPage:
    school: School
    year: SchoolYear
    first: date
    before: date | None
    after: date | None
    weekdays: list[date]
    weeks: list[list[MonthDay]]
    open_days: int


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One limit with its number for each band, or for everybody."""

    name: str
    title: str
    unit: str
    tag: str
    help: str
    cells: list[dict]


def school_of(viewer: Viewer) -> School:
    return first_or_404(
        visible_schools(viewer).filter(pk=viewer.school_id).select_related("district")
    )


def year_or_404(viewer: Viewer, year_id: int) -> SchoolYear:
    return first_or_404(visible_years(viewer).select_related("school").filter(pk=year_id))


def schedule_or_404(viewer: Viewer, schedule_id: int) -> BellSchedule:
    schedule = (
        visible_schedules(viewer).select_related("year__school").filter(pk=schedule_id).first()
    )
    if schedule is None:
        raise Http404
    return schedule


def this_year(viewer: Viewer) -> SchoolYear | None:
    """The year the viewer's school is in today, or the next one."""
    return current_year(school_of(viewer), clock.today_for(viewer))


def year_on(viewer: Viewer, on: date) -> SchoolYear | None:
    """The year of the viewer's school that a date lies in."""
    return (
        visible_years(viewer)
        .select_related("school")
        .filter(school_id=viewer.school_id, starts_on__lte=on, ends_on__gte=on)
        .first()
    )


def school_page(viewer: Viewer) -> SchoolPage:
    school = school_of(viewer)
    today = clock.today_for(viewer)
    now = current_year(school, today)
    years = (
        visible_years(viewer)
        .filter(school=school)
        .annotate(open_days=Count("days", filter=Q(days__is_open=True)))
        .order_by("-starts_on")
        .prefetch_related("terms")
    )
    schedules: dict[int, list[BellSchedule]] = {}
    rows = visible_schedules(viewer).filter(year__school=school).annotate(uses=Count("calendarday"))
    for schedule in rows:
        schedules.setdefault(schedule.year_id, []).append(schedule)
    cards = [
        YearCard(
            year=year,
            terms=list(year.terms.all()),
            schedules=schedules.get(year.pk, []),
            open_days=year.open_days,
            is_current=now is not None and year.pk == now.pk,
        )
        for year in years
    ]
    return SchoolPage(school, cards, len(school.limits or {}), today)


def month_page(viewer: Viewer, on: date | None) -> MonthPage | None:
    """One month of the calendar; None before the school has a year."""
    school = school_of(viewer)
    today = clock.today_for(viewer)
    year = current_year(school, on or today)
    if year is None:
        return None
    shown = min(max(on or today, year.starts_on), year.ends_on)
    first = shown.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    starts = first - timedelta(days=first.weekday())
    ends = last + timedelta(days=6 - last.weekday())
    rows = CalendarDay.objects.filter(year__school=school, on__gte=starts, on__lte=ends)
    known = {row.on: row for row in rows.select_related("schedule")}
    shows_weekend = any(row.on.weekday() > 4 for row in known.values())
    width = 7 if shows_weekend else 5
    days = [starts + timedelta(days=n) for n in range((ends - starts).days + 1)]
    cells = [_month_day(each, known.get(each), year, first, today) for each in days]
    weeks = [cells[at : at + 7][:width] for at in range(0, len(cells), 7)]
    earliest, latest = _bounds(school)
    return MonthPage(
        school=school,
        year=year,
        first=first,
        before=first - timedelta(days=1) if first > earliest else None,
        after=last + timedelta(days=1) if last < latest else None,
        weekdays=days[:width],
        weeks=[week for week in weeks if any(day.is_in_month for day in week)],
        open_days=sum(row.is_open for each, row in known.items() if first <= each <= last),
    )


def _month_day(
    on: date, row: CalendarDay | None, year: SchoolYear, first: date, today: date
) -> MonthDay:
    is_special = bool(row and row.schedule and not row.schedule.is_regular)
    return MonthDay(
        on=on,
        is_in_month=on.month == first.month and on.year == first.year,
        is_in_year=row is not None,
        is_open=bool(row and row.is_open),
        cycle_day=row.cycle_day if row else "",
        day_type=row.schedule.name if row and is_special else "",
        note=row.note if row else "",
        is_today=on == today,
    )


def _bounds(school: School) -> tuple[date, date]:
    years = list(school.years.order_by("starts_on"))
    return years[0].starts_on, max(year.ends_on for year in years)


def day_on(year: SchoolYear, on: date) -> CalendarDay | None:
    return CalendarDay.objects.filter(year=year, on=on).select_related("schedule").first()


def schedules_of(year: SchoolYear) -> list[BellSchedule]:
    return list(BellSchedule.objects.filter(year=year))


def bell_page(schedule: BellSchedule) -> dict:
    """Slots of a day type, and which of them overlap, in words a person can check."""
    slots = list(schedule.slots.all())
    overlaps = [
        (one, other)
        for place, one in enumerate(slots)
        for other in slots[place + 1 :]
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]
    minutes = sum(
        minutes_of(slot.ends_at) - minutes_of(slot.starts_at)
        for slot in slots
        if slot.kind == "class"
    )
    return {"slots": slots, "overlaps": overlaps, "class_minutes": minutes}


def limits_table(school: School) -> list[SettingRow]:
    """Every setting as a row, with a cell for each band where it has bands."""
    own = school.limits or {}
    rows: dict[str, SettingRow] = {}
    for setting in settings():
        row = rows.setdefault(
            setting.name,
            SettingRow(setting.name, setting.title, setting.unit, setting.tag, setting.help, []),
        )
        row.cells.append(
            {
                "key": setting.key,
                "band": setting.band,
                "default": setting.default,
                "value": own.get(setting.key, setting.default),
                "is_own": setting.key in own,
            }
        )
    return list(rows.values())
