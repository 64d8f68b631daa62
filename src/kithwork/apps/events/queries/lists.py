"""What is planned, what is to be closed, what was held; and what to begin from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from kithwork.apps.events.models import AttendanceMark, DayLog, Event, EventDay
from kithwork.apps.events.policies import visible_days, visible_events
from kithwork.apps.events.wording import ICONS, KINDS
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices.words import LANGUAGES
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.policies import visible_runs
from kithwork.playbooks import event_templates, template_in, template_languages
from kithwork.playbooks.schema.events import EventTemplate

SOON = timedelta(days=7)
SHOWN_OVER = 30


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of a list: when, how many, what is still open."""

    event: Event
    kind: str
    icon: str
    day: EventDay | None
    more_days: int
    people: int
    open_access: int
    came: int


@dataclass(frozen=True, slots=True)
class EventsPage:
    coming: tuple[EventLine, ...]
    to_close: tuple[EventLine, ...]
    over: tuple[EventLine, ...]


def events_page(viewer: Viewer) -> EventsPage:
    """Everything this viewer sees: the next first; what is over and not closed; then what was held."""
    today = clock.today_for(viewer)
    planned = visible_events(viewer).filter(status=Event.Status.PLANNED)
    lines = _lines(planned, today)
    coming = [line for line in lines if line.day is not None and line.day.on >= today]
    to_close = [line for line in lines if line not in coming]
    over = visible_events(viewer).exclude(status=Event.Status.PLANNED)[:SHOWN_OVER]
    return EventsPage(tuple(coming), tuple(to_close), tuple(_lines(over, today)[::-1]))


def events_between(viewer: Viewer, first: date, last: date) -> list[EventLine]:
    """Planned events with a day between two dates."""
    days = visible_days(viewer).filter(on__gte=first, on__lte=last)
    planned = visible_events(viewer).filter(status=Event.Status.PLANNED)
    return _lines(planned.filter(pk__in=days.values("event_id")), first)


def access_open_soon(viewer: Viewer, today: date) -> list[EventLine]:
    """Events of the next seven days whose access check has open questions, the nearest first."""
    return [line for line in events_between(viewer, today, today + SOON) if line.open_access]


def _lines(events: QuerySet[Event], today: date) -> list[EventLine]:
    """Lines in the order of their day: the next one, or the last when all are over."""
    rows = list(
        events.select_related("lead").annotate(
            open_access=Count(
                "access_questions",
                filter=Q(access_questions__answers__isnull=True),
                distinct=True,
            ),
            people=Count("students", filter=Q(students__left_at__isnull=True), distinct=True),
        )
    )
    days: dict[int, list[EventDay]] = defaultdict(list)
    for day in EventDay.objects.filter(event__in=rows, dropped_at__isnull=True):
        days[day.event_id].append(day)
    came = came_by_event([row.pk for row in rows])
    lines = [_line(row, days[row.pk], today, came.get(row.pk, 0)) for row in rows]
    return sorted(lines, key=lambda line: (line.day.on if line.day else date.max, line.event.pk))


def _line(event: Event, days: Sequence[EventDay], today: date, came: int) -> EventLine:
    ahead = [day for day in days if day.on >= today]
    shown = ahead[0] if ahead else (days[-1] if days else None)
    return EventLine(
        event=event,
        kind=str(KINDS[Event.Kind(event.kind)]),
        icon=ICONS[Event.Kind(event.kind)],
        day=shown,
        more_days=max(0, len(ahead) - 1),
        people=event.people,  # type: ignore[attr-defined]
        open_access=event.open_access,  # type: ignore[attr-defined]
        came=came,
    )


def came_by_event(ids: Iterable[int]) -> dict[int, int]:
    """Event -> how many came, guests on no list included; on its fullest day when it has several."""
    wanted = list(ids)
    marks = AttendanceMark.objects.filter(day__event__in=wanted).order_by("pk")
    latest = {
        (day, student): is_here
        for day, student, is_here in marks.values_list("day_id", "student_id", "is_here")
    }
    here: dict[int, int] = defaultdict(int)
    for (day, _student), is_here in latest.items():
        here[day] += bool(is_here)
    others = dict(
        DayLog.objects.filter(day__event__in=wanted).order_by("pk").values_list("day_id", "others")
    )
    found: dict[int, int] = {}
    events = EventDay.objects.filter(event__in=wanted).values_list("pk", "event_id")
    for day, event in events:
        found[event] = max(found.get(event, 0), here[day] + others.get(day, 0))
    return found


def templates(language: str = "") -> list[EventTemplate]:
    """What a school may start from."""
    return [template_in(key, language) for key in event_templates()]


def template_for(key: str, language: str = "") -> EventTemplate | None:
    return template_in(key, language) if key in event_templates() else None


def template_languages_here() -> list[tuple[str, str]]:
    """Languages templates can be read and copied in, with their names; English first."""
    found = {key for one in event_templates().values() for key in template_languages(one)}
    return [(key, LANGUAGES.get(key, key)) for key in ("en", *sorted(found))]


def runs_to_choose(viewer: Viewer) -> QuerySet[Run]:
    """Runs an event may belong to."""
    return visible_runs(viewer).exclude(status=Run.Status.CLOSED).order_by("name")
