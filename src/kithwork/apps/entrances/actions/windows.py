"""Opening sign-in for a class or for one time together, and closing it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from kithwork.apps.entrances import keys
from kithwork.apps.entrances.limits import minutes
from kithwork.apps.entrances.models import Window
from kithwork.apps.entrances.policies import may_open_for
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Section
from kithwork.apps.runs.models import Session
from kithwork.apps.trail.actions import action


@action("entrance.open_window")
def open_window(section: Section, *, by: Viewer) -> Window:
    """Let one class sign in for an hour. A window that is open already is that window."""
    require(may_open_for(by, section))
    now = clock.now()
    Section.objects.select_for_update().get(pk=section.pk)
    return _opened(section.school_id, now, by, section=section)


@action("entrance.open_pair_window")
def open_window_for_time(session: Session, *, by: Viewer) -> Window:
    """Let those of one time together sign in, and nobody else of their classes. They come in with their badges.

    Raises Problem on another day, or when the time is called off.
    """
    require(may_open_for(by, session))
    now = clock.now()
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.on != clock.today_for(by) or session.status == Session.Status.CANCELLED:
        raise Problem(_("Sign-in opens on the day itself, for a time that is not called off."))
    return _opened(session.school_id, now, by, session=session)


def _opened(school_id: int, now: datetime, by: Viewer, **place: Section | Session) -> Window:
    """The window that is open for a place, or a new one."""
    Window.objects.filter(closed_at__isnull=True, closes_at__lte=now).update(
        closed_at=F("closes_at")
    )
    there = Window.objects.filter(**place, closed_at__isnull=True).first()
    if there is not None:
        return there
    return Window.objects.create(
        school_id=school_id, **place, code=_fresh_code(),
        opened_at=now, opened_by_id=by.user_id, closes_at=now + minutes("window_minutes"),
    )  # fmt: skip


def _fresh_code() -> str:
    code = keys.new_code()
    while Window.objects.filter(code=code, closed_at__isnull=True).exists():
        code = keys.new_code()
    return code


@action("entrance.close_window")
def close_window(window: Window, *, by: Viewer) -> Window:
    """Close it now: whoever signed in through it is signed out at their next tap.

    Raises Problem when it is closed already.
    """
    require(may_open_for(by, window.section or window.session))
    now = clock.now()
    held = Window.objects.select_for_update().get(pk=window.pk)
    if held.closed_at is not None or held.closes_at <= now:
        raise Problem(_("This window is closed already. Open a new one."))
    held.closed_at, held.closed_by_id = now, by.user_id
    held.save(update_fields=["closed_at", "closed_by"])
    return held
