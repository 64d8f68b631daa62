"""The head of the page and the day ribbon: what today is, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.queries import RunLine, SessionLine
from kithwork.apps.runs.wording import period_words
from kithwork.apps.schools.models import BellSlot, CalendarDay, School
from kithwork.apps.schools.policies import visible_schools
from kithwork.apps.schools.queries import day_label
from kithwork.apps.ui.templatetags.kithwork_ui import in_today_order

PAIRS_A_TILE = 4
LOGGED = frozenset({Session.Status.HELD, Session.Status.NOT_HELD})


@dataclass(frozen=True, slots=True)
class DayHead:
    """Good morning, Dana. Tuesday, November 10. Harlow Middle School, A day."""

    greeting: str
    line: str
    on: date
    at: time
    day: CalendarDay | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Together:
    """One pair of a tile; a gap lacks somebody."""

    people: tuple[Student, ...]
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One period of today."""

    name: str
    starts_at: time
    ends_at: time
    state: str
    pairs: tuple[Together, ...] = ()
    words: str = ""
    is_logged: bool = False
    practices: tuple[str, ...] = ()

    @property
    def has_gap(self) -> bool:
        return any(one.is_gap for one in self.pairs)


def first_name(viewer: Viewer) -> str:
    return viewer.name.split()[0] if viewer.name else ""


def greeting(viewer: Viewer) -> str:
    hour = clock.local_now(viewer.timezone).hour
    if hour < 12:
        words = _("Good morning, %(name)s")
    elif hour < 17:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": first_name(viewer)}


def day_head(viewer: Viewer) -> DayHead:
    now = clock.local_now(viewer.timezone)
    school = visible_schools(viewer).filter(pk=viewer.school_id).first()
    day = (
        CalendarDay.objects.filter(year__school=school, on=now.date())
        .select_related("schedule")
        .first()
        if school
        else None
    )
    said = [date_format(now.date(), "l, F j") + "."]
    said.append(_day_words(viewer.school_name, school, day, now.date()))
    return DayHead(
        greeting=greeting(viewer),
        line=" ".join(said),
        on=now.date(),
        at=now.time(),
        day=day,
        is_open=bool(day and day.is_open),
    )


def _day_words(place: str, school: School | None, day: CalendarDay | None, on: date) -> str:
    if school is None:
        return f"{place}."
    if day is None or not day.is_open:
        why = day.note if day and day.note else ""
        about = {"school": place, "why": why}
        return (
            _("%(school)s, no school today: %(why)s.") % about
            if why
            else _("%(school)s, no school today.") % about
        )
    parts = [place]
    if not school.is_weekly:
        parts.append(day_label(school, day.cycle_day))
    if day.schedule and not day.schedule.is_regular:
        parts.append(day.schedule.name)
    return ", ".join(parts) + "."


def ribbon(
    head: DayHead, lines: list[SessionLine], practices: Sequence[RunLine] = ()
) -> list[Tile]:
    """Today's periods in order, each with its pairs and practices; empty on a day without school."""
    if not head.is_open or head.day is None:
        return []
    slots = list(BellSlot.objects.filter(schedule_id=head.day.schedule_id))
    by_label: dict[str, list[SessionLine]] = {}
    for line in lines:
        # A walk between classes is shown with the period it leads to.
        by_label.setdefault(line.label.removeprefix("before "), []).append(line)
    named: dict[str, list[str]] = {}
    for practice in practices:
        named.setdefault(practice.label, []).append(practice.name)
    return [
        replace(
            _tile(slot, by_label.get(slot.label, []), head.at),
            practices=tuple(named.get(slot.label, ())),
        )
        for slot in slots
        if slot.kind != BellSlot.Kind.OTHER or slot.label in by_label or slot.label in named
    ]


def _tile(slot: BellSlot, lines: list[SessionLine], at: time) -> Tile:
    state = "done" if slot.ends_at <= at else "now" if slot.starts_at <= at else "ahead"
    tile = Tile(period_words(slot.label), slot.starts_at, slot.ends_at, state)
    # Somebody who is away has no time together today: neither pair nor gap.
    here = [line for line in lines if line.people[0] not in line.away]
    if not here:
        return tile
    here.sort(key=lambda line: not line.is_gap)
    pairs = tuple(_together(line) for line in here[:PAIRS_A_TILE])
    logged = sum(line.status in LOGGED for line in here)
    return replace(
        tile,
        pairs=pairs,
        words=_tile_words(here, state, logged),
        is_logged=logged == len(here),
    )


def _together(line: SessionLine) -> Together:
    if line.is_gap:
        return Together(line.people[:1], True)
    shown = [one for one in line.people if one not in line.away]
    return Together(tuple(in_today_order(shown)), False)


def _tile_words(here: list[SessionLine], state: str, logged: int) -> str:
    gaps = [line for line in here if line.is_gap]
    if gaps and state != "done":
        names = {"name": gaps[0].people[0].called, "n": len(gaps)}
        if len(gaps) == 1:
            return _("%(name)s has no partner") % names
        return _("%(n)s have no partner") % names
    count = {"n": len(here), "logged": logged, "left": len(here) - logged}
    if logged == len(here):
        return _("%(logged)s logged") % count
    if logged:
        return _("%(logged)s logged, %(left)s to log") % count
    if state == "now":
        return ngettext("%(n)s pair together", "%(n)s pairs together", len(here)) % count
    return ngettext("%(n)s pair", "%(n)s pairs", len(here)) % count
