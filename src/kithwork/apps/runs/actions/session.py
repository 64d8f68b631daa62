"""Whether a planned session happened."""

from __future__ import annotations

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.models import Session, SessionLog
from kithwork.apps.runs.policies import may_mark_session
from kithwork.apps.trail.actions import action, note


@action("session.mark_held")
def mark_held(session: Session, *, by: Viewer) -> Session:
    """Say that a session took place."""
    return _mark(session, Session.Status.HELD, "", by)


@action("session.mark_not_held")
def mark_not_held(session: Session, *, why: str, by: Viewer) -> Session:
    """Say that a session did not take place, and why."""
    if not why.strip():
        raise Problem("Say in a few words why it did not take place.")
    return _mark(session, Session.Status.NOT_HELD, why.strip()[:200], by)


@action("session.unmark")
def unmark(session: Session, *, by: Viewer) -> Session:
    """Take back what was said about a session, as long as nobody wrote more about it.

    Raises Problem when a log stands: what was told there is corrected there.
    """
    if SessionLog.objects.filter(session=session).exists():
        raise Problem("There is a log of this session. Change what it says there.")
    return _mark(session, Session.Status.PLANNED, "", by)


def _mark(session: Session, status: str, why: str, by: Viewer) -> Session:
    require(may_mark_session(by, session))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.status == Session.Status.CANCELLED:
        raise Problem("This session was cancelled when the plan changed.")
    if status == Session.Status.HELD and session.on > clock.today_for(by):
        raise Problem("This session is still to come. Say so once it took place.")
    session.status, session.why_not = status, why
    session.save(update_fields=["status", "why_not", "changed_at"])
    note(status=status)
    return session
