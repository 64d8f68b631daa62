"""An event begins, changes, gets days, is called off, and is followed by the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.events.actions.copying import copy_event, copy_template, keep_questions
from kithwork.apps.events.actions.shared_checks import to_change, words
from kithwork.apps.events.models import AttendanceMark, Event, EventDay
from kithwork.apps.events.policies import (
    may_change_event,
    may_lead,
    may_name_adults,
    may_start_event,
)
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff
from kithwork.apps.people.policies import visible_staff
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.policies import visible_runs
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import template_in
from kithwork.playbooks.schema.events import EventTemplate


@dataclass(frozen=True, slots=True)
class When:
    """One day, from when until when."""

    on: date
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class Frame:
    """What an event is, where, and who leads it."""

    name: str
    kind: str
    place: str
    purpose: str = ""
    is_off_campus: bool = False
    lead: Staff | None = None
    run: Run | None = None
    cost: str = ""
    funder: str = ""


@action("event.start")
def start_event(
    frame: Frame,
    *,
    when: When,
    template: EventTemplate | None = None,
    language: str = "en",
    by: Viewer,
) -> Event:
    """Begin to plan something, from a template or blank. What is copied is the school's own from here on.

    Everything is copied in ``language`` where it is written in that one; the access check as well.

    Raises Refused if `by` may not start it or not lead it, Problem when a name, a place or a time is missing.
    """
    require(may_start_event(by))
    require(may_lead(by, frame.lead))
    fields = _checked(frame, by)
    _check_when(when, by)
    template = template_in(template.id, language) if template is not None else None
    event = Event.objects.create(
        school_id=by.school_id, made_by_id=by.user_id, language=language, **fields
    )
    EventDay.objects.create(event=event, on=when.on, starts_at=when.starts_at, ends_at=when.ends_at)
    if template is not None:
        copy_template(event, template, when.on)
    keep_questions(event, template)
    note(template=template.id if template else "", kind=event.kind)
    return event


@action("event.change")
def change_event(event: Event, frame: Frame, *, version: int, by: Viewer) -> Event:
    """Change what it is, where, and who leads it.

    Raises Conflict when somebody changed it since `version` was read; nothing is written over.
    """
    event = to_change(event, by)
    if frame.lead != event.lead:
        require(may_name_adults(by, event))
    if event.version != version:
        raise Conflict(
            _("Somebody else changed this meanwhile. Look at it again, then make your change."),
            theirs=event,
            yours=frame,
        )
    fields = _checked(frame, by)
    changed = sorted(name for name, value in fields.items() if getattr(event, name) != value)
    for name, value in fields.items():
        setattr(event, name, value)
    event.version += 1
    event.save(update_fields=[*fields, "version"])
    keep_questions(event, None)
    note(changed=changed)
    return event


@action("event.name_adults")
def name_adults(event: Event, staff: list[Staff], *, by: Viewer) -> Event:
    """Say which adults are there beside who leads it."""
    require(may_name_adults(by, event))
    event = to_change(event, by)
    known = visible_staff(by).filter(pk__in=[one.pk for one in staff])
    if known.count() != len({one.pk for one in staff}):
        raise Problem(_("Choose adults of this school."))
    event.staff.set(staff)
    note(adults=len(staff))
    return event


@action("event.add_day")
def add_day(event: Event, when: When, *, by: Viewer) -> EventDay:
    """One more day. Raises Problem when that day is on the plan already."""
    event = to_change(event, by)
    _check_when(when, by)
    if event.days.filter(on=when.on, dropped_at__isnull=True).exists():
        raise Problem(_("This day is on the plan already."))
    return EventDay.objects.create(
        event=event, on=when.on, starts_at=when.starts_at, ends_at=when.ends_at
    )


@action("event.drop_day")
def drop_day(day: EventDay, *, by: Viewer) -> EventDay:
    """Take a day off the plan. One on which somebody was noted, and the last one, stay."""
    event = to_change(day.event, by)
    if AttendanceMark.objects.filter(day=day).exists() or day.logs.exists():
        raise Problem(_("Somebody has noted who came on this day, so it stays."))
    if not event.days.filter(dropped_at__isnull=True).exclude(pk=day.pk).exists():
        raise Problem(_("It is the only day. Add another first, or call the whole off."))
    day.dropped_at = clock.now()
    day.save(update_fields=["dropped_at"])
    return day


@action("event.cancel")
def cancel_event(event: Event, *, why: str, by: Viewer) -> Event:
    """Call it off, with a reason. The plan stays to be read and copied."""
    event = to_change(event, by)
    if AttendanceMark.objects.filter(day__event=event).exists():
        raise Problem(_("Somebody has been noted as there. Close it with what was said instead."))
    event.why_cancelled = words(why, 200, _("Say why, in a few words. Students will ask."))
    event.status = Event.Status.CANCELLED
    event.save(update_fields=["status", "why_cancelled"])
    return event


@action("event.plan_next")
def plan_next(event: Event, *, when: When, by: Viewer) -> Event:
    """The next one of the same: its plan again. People choose anew, and every question is asked again."""
    require(may_change_event(by, event))
    _check_when(when, by)
    following = copy_event(event, when.on, made_by=by.user_id)
    EventDay.objects.create(
        event=following, on=when.on, starts_at=when.starts_at, ends_at=when.ends_at
    )
    note(follows=event.pk)
    return following


def _checked(frame: Frame, by: Viewer) -> dict[str, Any]:
    """The columns of a frame. Raises Problem naming what to mend."""
    if frame.kind not in Event.Kind.values:
        raise Problem(_("Choose what it is."))
    if frame.lead is not None and not visible_staff(by).filter(pk=frame.lead.pk).exists():
        raise Problem(_("Choose an adult of this school."))
    if frame.run is not None and not visible_runs(by).filter(pk=frame.run.pk).exists():
        raise Problem(_("Choose one of your runs."))
    return {
        "name": words(frame.name, 80, _("Give it a name.")),
        "kind": frame.kind,
        "place": words(frame.place, 120, _("Say where it takes place.")),
        "purpose": frame.purpose.strip()[:200],
        "is_off_campus": frame.is_off_campus,
        "lead": frame.lead,
        "run": frame.run,
        "cost": frame.cost.strip()[:120],
        "funder": frame.funder.strip()[:120],
    }


def _check_when(when: When, by: Viewer) -> None:
    if when.ends_at <= when.starts_at:
        raise Problem(_("It ends before it starts. Change one of the times."))
    if when.on < clock.today_for(by):
        raise Problem(_("That day is over. Choose today or a later day."))
