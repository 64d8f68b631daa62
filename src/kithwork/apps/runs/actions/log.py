"""What adults say of a session afterwards: a log, a checklist, and corrections that keep what they replace."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.actions.presence import note_presence
from kithwork.apps.runs.actions.told import Told, columns_of
from kithwork.apps.runs.models import FidelityCheck, Group, Session, SessionLog
from kithwork.apps.runs.policies import may_log
from kithwork.apps.runs.practice_log import misfits
from kithwork.apps.runs.queries.log import expected_in, practice_of, standing_log
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import facilitation

Row = TypeVar("Row", SessionLog, FidelityCheck)
MOST_MINUTES = 600
MOST_TIMES = 99


@action("session.log")
def log_session(
    session: Session,
    *,
    told: Told,
    letter: UUID,
    by: Viewer,
    source: str = SessionLog.Source.AFTER,
) -> SessionLog:
    """Keep what was told of a session, once for each letter.

    Raises Refused if `by` may not record here; Conflict if somebody logged it meanwhile; Problem if
    it does not fit. Nothing is kept then.
    """
    session = _begun(session, by)
    return _kept(letter, session, by) or _write(session, told, letter, by, source, replaces=None)


@action("session.correct_log")
def correct_log(
    log: SessionLog,
    *,
    told: Told,
    letter: UUID,
    by: Viewer,
    source: str = SessionLog.Source.AFTER,
) -> SessionLog:
    """Put a new log in place of one that stands; the old one is kept and shown beside it."""
    session = _begun(log.session, by)
    return _kept(letter, session, by) or _write(session, told, letter, by, source, replaces=log)


@action("session.keep_beside")
def keep_beside(session: Session, *, told: Told, letter: UUID, by: Viewer) -> SessionLog:
    """Keep what was written without a network of a session that somebody logged meanwhile.

    Theirs stands, with all it says of who was there; this one is kept before it, for a person to compare.
    """
    session = _begun(session, by)
    held, first = _kept(letter, session, by), standing_log(session)
    if held is not None:
        return held
    if first is None:
        return _write(session, told, letter, by, SessionLog.Source.AFTER, replaces=None)
    _require_fits(session, told, by)
    while first.replaces is not None:
        first = first.replaces
    log = SessionLog.objects.create(
        session=session, letter=letter, by_id=by.user_id, **columns_of(told)
    )
    first.replaces = log
    first.save(update_fields=["replaces"])
    note(session=session.pk, held=told.was_held, beside=True)
    return log


@action("session.check_fidelity")
def check_fidelity(
    session: Session,
    *,
    kind: str,
    answers: Mapping[str, str],
    letter: UUID,
    by: Viewer,
    group: Group | None = None,
) -> FidelityCheck:
    """Keep a checklist, filled in by oneself or by an observer. It is never mixed with another."""
    session = _begun(session, by)
    held = FidelityCheck.objects.filter(letter=letter).first()
    if held is not None:
        return _same(held, session, by)
    if group is not None and group.draw.run_id != session.run_id:
        raise Problem(_("That pair belongs to another practice. Choose one of this session."))
    return _keep_check(session, kind, answers, letter, by, group=group)


@action("session.correct_check")
def correct_check(
    check: FidelityCheck, *, answers: Mapping[str, str], letter: UUID, by: Viewer
) -> FidelityCheck:
    """Put new answers in place of a checklist; the old ones are kept."""
    session = _begun(check.session, by)
    held = FidelityCheck.objects.filter(letter=letter).first()
    if held is not None:
        return _same(held, session, by)
    if check.by_id != by.user_id:
        raise Problem(_("Only who filled in a checklist corrects it. You can add one of your own."))
    if FidelityCheck.objects.filter(replaces=check).exists():
        raise Conflict(_("This checklist was corrected meanwhile. Look at it as it stands now."))
    return _keep_check(session, check.kind, answers, letter, by, group=check.group, replaces=check)


def _begun(session: Session, by: Viewer) -> Session:
    """The session, held still until this is written."""
    require(may_log(by, session))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.status == Session.Status.CANCELLED:
        raise Problem(_("This session was cancelled. There is nothing to log."))
    return session


def _kept(letter: UUID, session: Session, by: Viewer) -> SessionLog | None:
    held = SessionLog.objects.filter(letter=letter).first()
    return None if held is None else _same(held, session, by)


def _same(held: Row, session: Session, by: Viewer) -> Row:
    """The same letter again is the same record, if it is of the same session and person."""
    if (held.session_id, held.by_id) != (session.pk, by.user_id):
        raise Problem(_("Another record has this id. Open the page again and save once more."))
    note(session=session.pk, again=True)
    return held


def _write(
    session: Session,
    told: Told,
    letter: UUID,
    by: Viewer,
    source: str,
    replaces: SessionLog | None,
) -> SessionLog:
    standing = standing_log(session)
    if standing != replaces:
        raise Conflict(
            _(
                "Somebody logged this session meanwhile. Read theirs, then save yours as a correction."
            ),
            theirs=standing,
            yours=told,
        )
    _require_fits(session, told, by)
    log = SessionLog.objects.create(
        session=session,
        letter=letter,
        replaces=replaces,
        source=source,
        by_id=by.user_id,
        **columns_of(told),
    )
    _mark(session, told)
    if told.away is not None or not told.was_held:
        away = told.away or frozenset()
        note_presence(session, told.minutes, away, is_held=told.was_held, sides=told.sides)
    note(
        session=session.pk, held=told.was_held, steps=len(told.steps), corrects=replaces is not None
    )
    return log


def _mark(session: Session, told: Told) -> None:
    session.status = Session.Status.HELD if told.was_held else Session.Status.NOT_HELD
    session.why_not = told.why.strip()[:200]
    session.save(update_fields=["status", "why_not", "changed_at"])


def _require_fits(session: Session, told: Told, by: Viewer) -> None:
    """One sentence for the first thing that does not fit."""
    said = _when_fits(session, told, by) or _numbers_fit(told) or _names_fit(session, told)
    if said or (said := _own_fits(session, told)):
        raise Problem(said)


def _when_fits(session: Session, told: Told, by: Viewer) -> str:
    if told.was_held and session.on > clock.today_for(by):
        return _("This session is still to come. Log it once it took place.")
    if not told.was_held and not told.why.strip():
        return _("Say in a few words why it did not take place.")
    return ""


def _numbers_fit(told: Told) -> str:
    if told.minutes is not None and not 0 <= told.minutes <= MOST_MINUTES:
        return _("Minutes together are a whole number from 0 to %(most)s.") % {"most": MOST_MINUTES}
    if told.adult_level is not None and not 0 <= told.adult_level <= 5:
        return _("Choose where the adult was from the list.")
    if any(not 0 <= n <= MOST_TIMES for n in told.strategies.values()):
        return _("How often is a whole number from 0 to %(most)s.") % {"most": MOST_TIMES}
    return ""


def _names_fit(session: Session, told: Told) -> str:
    practice = practice_of(session)
    steps = {item.id for item in practice.fidelity.items} if practice else set()
    if not steps.issuperset(told.steps):
        return _("This practice has no such step. Open the page again.")
    if not {one.id for one in facilitation().strategies}.issuperset(told.strategies):
        return _("There is no such way of bringing students together. Open the page again.")
    if told.quote.strip() and (told.quote_of is None or not told.quote_mode):
        return _("Say whose words they are and how they were said.")
    if told.quote.strip() and told.quote_of not in {one.pk for one, _role in expected_in(session)}:
        return _(
            "Those words are of somebody who was not expected here. Choose one of the session."
        )
    return ""


def _own_fits(session: Session, told: Told) -> str:
    if not told.asked and not told.lines:
        return ""
    expected = [one.pk for one, _role in expected_in(session)]
    return next(misfits(practice_of(session), told.asked, told.lines, expected), "")


def _keep_check(
    session: Session,
    kind: str,
    answers: Mapping[str, str],
    letter: UUID,
    by: Viewer,
    *,
    group: Group | None,
    replaces: FidelityCheck | None = None,
) -> FidelityCheck:
    if session.on > clock.today_for(by):
        raise Problem(_("This session is still to come. Look once it takes place."))
    if kind not in FidelityCheck.Kind.values:
        raise Problem(_("Say whether you rate yourself or watched somebody."))
    _require_answers(session, answers)
    check = FidelityCheck.objects.create(
        session=session,
        letter=letter,
        replaces=replaces,
        kind=kind,
        group=group,
        answers=dict(answers),
        by_id=by.user_id,
    )
    note(session=session.pk, kind=kind, answers=len(answers), corrects=replaces is not None)
    return check


def _require_answers(session: Session, answers: Mapping[str, str]) -> None:
    practice = practice_of(session)
    if practice is None:
        raise Problem(_("This session has no checklist: no practice is written for its role yet."))
    if not answers:
        raise Problem(_("Nothing is answered yet. Answer what you looked at."))
    allowed: dict[str, Collection[str]] = {
        item.id: ("yes", "no", "na") if item.na_allowed else ("yes", "no")
        for item in practice.fidelity.items
    }
    for key, answer in answers.items():
        if answer not in allowed.get(key, ()):
            raise Problem(_("One answer does not fit this checklist. Open the page again."))
