"""This morning: who is away, and who steps in."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import YES, no, require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.needs.queries import do_not_pairs_for_plan, wishes_for_plan
from kithwork.apps.peers.queries import volunteers_for_plan
from kithwork.apps.people.actions import AccessRow, close_access, open_access
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs.models import Absence, Session, SessionPeer
from kithwork.apps.runs.policies import may_change_sessions, may_note_absence, visible_sessions
from kithwork.apps.trail.actions import action, note


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
    _require_fit(session, into)
    if out is not None:
        session.session_peers.filter(peer=out, is_live=True).update(is_live=False, is_absent=True)
    try:
        with transaction.atomic():
            row, _ = SessionPeer.objects.update_or_create(
                session=session,
                peer=into,
                defaults={
                    "on": session.on, "label": session.label, "is_live": True, "is_substitute": True, "is_absent": False,
                },
            )  # fmt: skip
    except IntegrityError:
        raise Problem(f"{into.called} is with somebody else by now. Choose the next one.") from None
    _touch(session)
    _open_for_the_day(session, into, by)
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
    close_access([_because(session, into)], by=by)
    _touch(session)
    return session


def _require_fit(session: Session, into: Student) -> None:
    """Nobody steps in who is kept apart, away, or with somebody else then: asked anew on the day."""
    student, on = session.student, session.on
    wishes = wishes_for_plan(session.school_id)
    pair = (student.pk, into.pk)
    apart = (
        into.pk in wishes.avoids.get(student.pk, ())
        or tuple(sorted(pair)) in set(do_not_pairs_for_plan(session.school_id, on))
        or any(
            one.student_id == into.pk and student.pk in one.rather_not
            for one in volunteers_for_plan(session.school_id, on)
        )
    )
    if into.pk == student.pk or into.school_id != session.school_id or apart:
        raise Problem(f"{into.called} cannot step in here. Choose somebody else.")
    if Absence.objects.filter(student=into, on=on).exists():
        raise Problem(f"{into.called} is absent too. Choose somebody else.")
    supported = Session.objects.filter(student=into, on=on, label=session.label)
    if supported.exclude(status=Session.Status.CANCELLED).exists():
        raise Problem(f"{into.called} is with somebody else by now. Choose the next one.")


def _touch(session: Session) -> None:
    session.feed_sequence += 1
    session.save(update_fields=["feed_sequence", "changed_at"])


def _because(session: Session, peer: Student) -> str:
    return f"runs.substitute:{session.pk}:{peer.pk}"


def _open_for_the_day(session: Session, peer: Student, by: Viewer) -> None:
    if peer.user_id is None:
        return
    row = AccessRow(
        user_id=peer.user_id,
        student=session.student,
        depth=Depth.NAME,
        reason="You are partners today.",
        because=_because(session, peer),
        from_on=session.on,
        until_on=session.on,
    )
    open_access([row], by=by)
