"""This morning: who is away, and who steps in."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import YES, no, require
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.actions import AccessRow, close_access, open_access
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Absence, Coming, Session, SessionPeer
from kithwork.apps.runs.peer_week import minutes_of, peer_weeks
from kithwork.apps.runs.policies import (
    may_change_sessions,
    may_note_absence,
    own_sessions,
    visible_sessions,
)
from kithwork.apps.runs.queries.access import substitute_cause
from kithwork.apps.trail.actions import action, note

STUDENTS = frozenset({Role.PEER, Role.FOCUS_STUDENT})


@action("absence.note")
def note_absence(student: Student, *, on: date, by: Viewer) -> Absence:
    """Note that a student is away on a date. Noting it twice keeps one line.

    Raises Refused if `by` may not, or may not see whether this student takes part.
    """
    require(may_note_absence(by))
    _require_sight(by, student)
    absence, is_new = Absence.objects.get_or_create(student=student, on=on, label="")
    note(new=is_new)
    return absence


@action("absence.remove")
def remove_absence(absence: Absence, *, by: Viewer) -> None:
    """The student is here after all."""
    require(may_note_absence(by))
    _require_sight(by, absence.student)
    absence.delete()


@action("session.cannot_come")
def cannot_come(session: Session, *, by: Viewer) -> Absence:
    """A student cannot come to a time of their own. No reason is asked, and nobody is blamed.

    Adults see a gap and find somebody else. Raises Refused if it is not a time of theirs.
    """
    student = _own_part(session, by)
    Coming.objects.filter(student=student, session=session).delete()
    absence, is_new = Absence.objects.get_or_create(
        student=student, on=session.on, label=session.label
    )
    note(session=session.pk, new=is_new)
    return absence


@action("session.can_come")
def can_come(session: Session, *, by: Viewer) -> Session:
    """I will be there: the adults of this time see it. It takes back what the student said before.

    Raises Refused if it is not a time of theirs, Problem on a day an adult noted them away.
    """
    student = _own_part(session, by)
    if Absence.objects.filter(student=student, on=session.on, label="").exists():
        raise Problem(_("An adult noted you as away that day. Tell them that you come."))
    Absence.objects.filter(student=student, on=session.on, label=session.label).delete()
    _coming, is_new = Coming.objects.get_or_create(student=student, session=session)
    note(session=session.pk, new=is_new)
    return session


@action("session.unsay_coming")
def unsay_coming(session: Session, *, by: Viewer) -> Session:
    """As if nothing had been said. That is no absence, and nobody is told."""
    student = _own_part(session, by)
    Coming.objects.filter(student=student, session=session).delete()
    note(session=session.pk)
    return session


def _own_part(session: Session, by: Viewer) -> Student:
    """The student who is signed in, in a coming time of their own."""
    is_own = by.role in STUDENTS and own_sessions(by).filter(pk=session.pk).exists()
    student = Student.objects.filter(user_id=by.user_id, school_id=by.school_id).first()
    require(YES if is_own and student else no("This time is not one of yours."))
    if session.status != Session.Status.PLANNED:
        raise Problem(_("This time is over or called off already."))
    assert student is not None
    return student


def _require_sight(by: Viewer, student: Student) -> None:
    seen = visible_students(by, depth=Depth.PARTICIPATION).filter(pk=student.pk).exists()
    require(YES if seen else no("This student is not one of yours."))


@action("session.replace_peer")
def replace_peer(
    session: Session, *, out: Student | None, into: Student, by: Viewer
) -> SessionPeer:
    """Let somebody step in for one session; the pairing stays as it is.

    Raises Refused if `by` may not, Problem when `into` is busy by now or the session is over.
    """
    require(may_change_sessions(by))
    session = visible_sessions(by).select_for_update().get(pk=session.pk)
    if session.status != Session.Status.PLANNED:
        raise Problem("This session is over or cancelled already.")
    require_fit(session, into, out=out)
    if out is not None:
        session.session_peers.filter(peer=out, is_live=True).update(is_live=False, is_absent=True)
    try:
        with transaction.atomic():
            row, _is_new = SessionPeer.objects.update_or_create(
                session=session,
                peer=into,
                defaults={
                    "on": session.on, "label": session.label, "is_live": True, "is_substitute": True, "is_absent": False,
                },
            )  # fmt: skip
    except IntegrityError:
        raise Problem(f"{into.called} is with somebody else by now. Choose the next one.") from None
    touch(session)
    open_for_the_day(session, into, by)
    note(session=session.pk)
    return row


@action("session.undo_replace_peer")
def undo_replace_peer(
    session: Session, *, out: Student | None, into: Student, by: Viewer
) -> Session:
    """Take a substitute back out, and put who was there before in again."""
    require(may_change_sessions(by))
    session = visible_sessions(by).select_for_update().get(pk=session.pk)
    removed = session.session_peers.filter(peer=into, is_substitute=True, is_live=True).update(
        is_live=False
    )
    if not removed:
        raise Problem("This was changed again since. Look at the session before you undo it.")
    if out is not None:
        try:
            with transaction.atomic():
                session.session_peers.filter(peer=out).update(is_live=True)
        except IntegrityError:
            raise Problem(
                f"{out.called} is with somebody else by now. Leave it as it is."
            ) from None
    close_access([substitute_cause(session.pk, into.pk)], by=by)
    touch(session)
    return session


def require_fit(
    session: Session,
    into: Student,
    *,
    out: Student | None = None,
    in_place_of: Session | None = None,
) -> None:
    """Nobody steps in who is kept apart, away, or with somebody else then: asked anew on the day."""
    student, on = session.whose, session.on
    apart = kept_apart(session.school_id, on)
    there = {student.pk}
    if session.pk is not None:
        there |= set(session.session_peers.filter(is_live=True).values_list("peer_id", flat=True))
        there -= {out.pk} if out else set()
    may_not = any((one, into.pk) in apart or (into.pk, one) in apart for one in there)
    if into.pk == student.pk or into.school_id != session.school_id or may_not:
        raise Problem(f"{into.called} cannot step in here. Choose somebody else.")
    if Absence.objects.filter(student=into, on=on).exists():
        raise Problem(f"{into.called} is absent too. Choose somebody else.")
    supported = Session.objects.filter(student=into, on=on, label=session.label)
    if supported.exclude(status=Session.Status.CANCELLED).exists():
        raise Problem(f"{into.called} is with somebody else by now. Choose the next one.")
    _require_room(session, into, in_place_of)


def _require_room(session: Session, into: Student, in_place_of: Session | None) -> None:
    """DR-53: nobody is booked beyond the minutes they offered. Who is in the session already stays."""
    if session.pk is not None and session.session_peers.filter(peer=into, is_live=True).exists():
        return
    week = peer_weeks([into.pk], session.on, without=in_place_of).get(into.pk)
    if week is not None and not week.has_room_for(minutes_of(session)):
        said = _(
            "%(name)s offered %(cap)s minutes a week, and %(booked)s are booked in that week. Choose"
            " somebody else, or ask them first and raise their minutes on their page."
        )
        about = {"name": into.called, "cap": week.cap, "booked": week.booked}
        raise Problem(said % about)


def touch(session: Session) -> None:
    """A change that calendars hear of."""
    session.feed_sequence += 1
    session.save(update_fields=["feed_sequence", "changed_at"])


def open_for_the_day(session: Session, peer: Student, by: Viewer) -> None:
    """Who steps in may know the first name, that day."""
    if peer.user_id is None:
        return
    row = AccessRow(
        user_id=peer.user_id,
        student=session.whose,
        depth=Depth.NAME,
        reason="You are partners today.",
        because=substitute_cause(session.pk, peer.pk),
        from_on=session.on,
        until_on=session.on,
    )
    open_access([row], by=by)
