"""Students' records that leave: who and when stands in the file, and much in one day is told to who looks after it."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from kithwork.apps.accounts.queries import who_holds
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.exports import verbs
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice
from kithwork.apps.trail.actions import note
from kithwork.apps.trail.models import TrailEntry

# Large: so many students, or so many rows (tag D, ours). The third in a day is told (trust, section 3).
LARGE_STUDENTS, LARGE_ROWS = 10, 100
LARGE_A_DAY = 3
# Student by student is much, too (tag D, ours).
ANY_A_DAY = 10


def mark(viewer: Viewer, at: datetime | None = None) -> str:
    """The line a file carries: whose copy it is, and since when."""
    when = (at or clock.now()).strftime("%Y-%m-%d %H:%M UTC")
    return _("Taken along by %(name)s, %(when)s.") % {"name": viewer.name, "when": when}


def printed(viewer: Viewer) -> str:
    """The same for the foot of a paper, which says the day by the clock of the school."""
    said = {"name": viewer.name, "when": clock.today_for(viewer).isoformat()}
    return _("Printed by %(name)s, %(when)s.") % said


def written_down(*, students: int, rows: int, by: Viewer, school_id: int | None = None) -> None:
    """Inside the action of an export: mark the line where it is large, and tell of many in one day.

    `school_id`: whose records they are, where whoever takes them along belongs to no school.
    """
    is_large = students >= LARGE_STUDENTS or rows >= LARGE_ROWS
    if is_large:
        note(large=True)
    today = _today(by)
    large = today.filter(detail__large=True).count() + is_large
    every = today.count() + 1
    if is_large and large == LARGE_A_DAY:
        title = _("%(name)s took three large exports along today") % {"name": by.name}
    elif every == ANY_A_DAY:
        title = _("%(name)s took records along ten times today") % {"name": by.name}
    else:
        return
    _tell(school_id or by.school_id, title, by)


def _today(by: Viewer):  # type: ignore[no-untyped-def]
    begins = datetime.combine(clock.today_for(by), time(), tzinfo=ZoneInfo(by.timezone))
    return TrailEntry.objects.filter(by_id=by.user_id, verb__in=verbs(), at__gte=begins)


def _tell(school_id: int | None, title: str, by: Viewer) -> None:
    """The coordinator; the principal, where the coordinator is who took it. The message names no student."""
    if school_id is None:
        return
    to = who_holds(school_id, (Role.COORDINATOR,), but=by.user_id)
    to = to or who_holds(school_id, (Role.SCHOOL_ADMINISTRATOR,), but=by.user_id)
    text = _("The trail says which, and what for. Ask them, if you do not know why.")
    notices = [
        Notice(
            school_id=school_id, to_id=user, kind="exports", title=title[:120], text=text,
            url=reverse("trail:trail"),
        )
        for user in to
    ]  # fmt: skip
    if notices:
        leave_notices(notices, by=by)
