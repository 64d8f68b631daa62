"""Opening sign-in for a class, and closing it."""

from __future__ import annotations

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
from kithwork.apps.trail.actions import action


@action("entrance.open_window")
def open_window(section: Section, *, by: Viewer) -> Window:
    """Let one class sign in for an hour. A window that is open already is that window."""
    require(may_open_for(by, section))
    now = clock.now()
    Section.objects.select_for_update().get(pk=section.pk)
    Window.objects.filter(closed_at__isnull=True, closes_at__lte=now).update(
        closed_at=F("closes_at")
    )
    there = Window.objects.filter(section=section, closed_at__isnull=True).first()
    if there is not None:
        return there
    return Window.objects.create(
        school_id=section.school_id, section=section, code=_fresh_code(),
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
    require(may_open_for(by, window.section))
    now = clock.now()
    held = Window.objects.select_for_update().get(pk=window.pk)
    if held.closed_at is not None or held.closes_at <= now:
        raise Problem(_("This window is closed already. Open a new one."))
    held.closed_at, held.closed_by_id = now, by.user_id
    held.save(update_fields=["closed_at", "closed_by"])
    return held
