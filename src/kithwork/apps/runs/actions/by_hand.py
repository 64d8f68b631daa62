"""Other ways to cover a gap: a student joins two others for the day, or the time moves.

The session that does not happen as planned is cancelled and says what happens instead, so that the plan, laid
out again, leaves it at that; taking it back puts everything as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.actions import close_access
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions.absence import open_for_the_day, require_fit, touch
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Absence, Session, SessionPeer
from kithwork.apps.runs.policies import may_change_sessions, visible_sessions
from kithwork.apps.runs.queries.access import substitute_cause
from kithwork.apps.schools.queries import open_days, slot_times
from kithwork.apps.trail.actions import action, note

_JOINED, _MOVED, _BACK = "Joined two others.", "Moved to another time.", "The move was taken back."


@action("session.join_pair")
def join_pair(session: Session, host: Session, *, by: Viewer) -> Session:
    """Let a student without a partner join two others at the same time and place: a trio for the day.

    Raises Refused if `by` may not, Problem when they are not at the same place, or may not meet.
    """
    require(may_change_sessions(by))
    session, host = _planned(session, by), _planned(host, by)
    student = session.whose
    if host.pk == session.pk or (host.on, host.label, host.section_id) != (
        session.on,
        session.label,
        session.section_id,
    ):
        raise Problem(_("They are not at the same place at that time. Choose somebody else."))
    with_whom = [one.peer for one in _live(host).select_related("peer")]
    if not with_whom:
        raise Problem(_("They have no partner themselves. Choose somebody else."))
    apart = kept_apart(session.school_id, session.on)
    for one in (host.whose, *with_whom):
        if (student.pk, one.pk) in apart or (one.pk, student.pk) in apart:
            raise Problem(_("These students are not put together. Choose somebody else."))
    absent = Absence.objects.filter(
        on=session.on, student__in=[student, host.whose, *with_whom]
    ).select_related("student")
    for row in absent:
        raise Problem(_("%(name)s is absent. Choose somebody else.") % {"name": row.student.called})
    _put_off(session, host, _JOINED)
    SessionPeer.objects.update_or_create(
        session=host,
        peer=student,
        defaults={
            "on": host.on, "label": host.label, "is_live": True, "is_substitute": True, "is_absent": False,
        },
    )  # fmt: skip
    touch(host)
    open_for_the_day(host, student, by)
    note(session=session.pk, host=host.pk)
    return session


@action("session.move")
def move_session(
    session: Session, *, on: date, label: str, peers: Sequence[Student], by: Viewer
) -> Session:
    """Hold one session at another time, with these peers. Gives the new session.

    That everybody is where they should be then is asked where the time was offered. Raises Refused if `by`
    may not, Problem when the time is over or does not exist, or somebody is away, busy or kept apart.
    """
    require(may_change_sessions(by))
    session = _planned(session, by)
    if not peers:
        raise Problem(_("Somebody has to come. Choose another time."))
    begins, ends = _times(session, on, label, by)
    usual = set(session.session_peers.filter(is_substitute=False).values_list("peer_id", flat=True))
    pairings = dict(session.session_peers.values_list("peer_id", "pairing_id"))
    moved = Session(
        school_id=session.school_id, need_id=session.need_id, student_id=session.student_id,
        section_id=session.section_id, on=on, label=label, starts_at=begins, ends_at=ends,
    )  # fmt: skip
    require_free(moved)
    for peer in peers:
        require_fit(moved, peer, in_place_of=session)
    try:
        with transaction.atomic():
            moved.save()
            _put_off(session, moved, _MOVED)
            SessionPeer.objects.bulk_create(
                SessionPeer(
                    session=moved, peer=peer, pairing_id=pairings.get(peer.pk), on=on, label=label,
                    is_substitute=peer.pk not in usual,
                )
                for peer in peers
            )  # fmt: skip
    except IntegrityError:
        raise Problem(_("Somebody is taken then by now. Choose another time.")) from None
    for peer in peers:
        if peer.pk not in usual:
            open_for_the_day(moved, peer, by)
    note(session=session.pk, to=moved.pk)
    return moved


@action("session.take_back")
def take_back(session: Session, *, by: Viewer) -> Session:
    """Put a session that was moved, or whose student joined others, back as it was.

    Raises Problem when it was changed again since, is over, or somebody is taken by now.
    """
    require(may_change_sessions(by))
    session = (
        visible_sessions(by)
        .select_for_update(of=("self",))
        .select_related("instead", "student")
        .get(pk=session.pk)
    )
    other = session.instead
    if session.status != Session.Status.CANCELLED or other is None:
        raise Problem(_("This was changed again since. Look at the session before you undo it."))
    if other.status != Session.Status.PLANNED:
        raise Problem(_("What took its place is over or cancelled already."))
    _end_instead(session, other, by)
    restore(session)
    return session


def restore(session: Session) -> None:
    """Make a session that was put off a planned one again, with who was in it before."""
    session.status, session.why_not, session.instead = Session.Status.PLANNED, "", None
    try:
        with transaction.atomic():
            session.save(update_fields=["status", "why_not", "instead"])
            session.session_peers.filter(is_substitute=False, is_absent=False).update(is_live=True)
    except IntegrityError:
        raise Problem(_("Somebody is taken then by now. Leave it as it is.")) from None
    touch(session)


def _end_instead(session: Session, other: Session, by: Viewer) -> None:
    leaving = _live(other)
    if other.student_id == session.student_id:
        other.status, other.why_not = Session.Status.CANCELLED, _BACK
        other.save(update_fields=["status", "why_not"])
    else:
        leaving = leaving.filter(peer_id=session.student_id)
    close_access([substitute_cause(other.pk, one.peer_id) for one in leaving], by=by)
    leaving.update(is_live=False)
    touch(other)


def _planned(session: Session, by: Viewer) -> Session:
    """The session, held for a change; it must be still to come."""
    row = (
        visible_sessions(by)
        .select_for_update(of=("self",))
        .select_related("student", "section", "need")
        .get(pk=session.pk)
    )
    if row.status != Session.Status.PLANNED:
        raise Problem(_("This session is over or cancelled already."))
    return row


def _live(session: Session):  # type: ignore[no-untyped-def]
    return session.session_peers.filter(is_live=True)


def _put_off(session: Session, instead: Session, why: str) -> None:
    _live(session).update(is_live=False)
    session.status, session.why_not, session.instead = Session.Status.CANCELLED, why, instead
    session.save(update_fields=["status", "why_not", "instead"])
    touch(session)


def _times(session: Session, on: date, label: str, by: Viewer):  # type: ignore[no-untyped-def]
    now = clock.local_now(by.timezone)
    days = [day for day in open_days(session.school, on, on) if day.on == on]
    times = slot_times(days[0].schedule_id).get(label) if days else None
    if times is None or (on, times[0]) <= (now.date(), now.time()):
        raise Problem(_("There is no such time, or it is over. Choose another one."))
    return times


def require_free(session: Session) -> None:
    """The student of a session that is about to be made has nothing else then, and is not away."""
    student = session.whose
    if Absence.objects.filter(student=student, on=session.on).exists():
        raise Problem(_("%(name)s is absent that day.") % {"name": student.called})
    then = Session.objects.filter(on=session.on, label=session.label).exclude(
        status=Session.Status.CANCELLED
    )
    partnering = then.filter(session_peers__peer=student, session_peers__is_live=True)
    if then.filter(student=student).exists() or partnering.exists():
        raise Problem(
            _("%(name)s is with somebody else by now. Choose another time.")
            % {"name": student.called}
        )
