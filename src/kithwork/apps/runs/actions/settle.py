"""From the taps of a session to what stays of it: held or not, who was there, which steps were seen.

Worked out anew whenever letters arrive, also late ones: the taps are the record, this follows from them.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import NAMESPACE_URL, UUID, uuid5

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.actions.presence import both_follow
from kithwork.apps.runs.models import (
    Attendance,
    FidelityCheck,
    Participant,
    Session,
    SessionLog,
)
from kithwork.apps.runs.points import WHOLE_GROUP, Tally
from kithwork.apps.runs.queries.runner import tally_of

MS_A_MINUTE = 60_000


def settle_session(session: Session, by: Viewer) -> None:
    """Once it was ended in the runner: held, attendance, checklists, and a first log to add to.

    What an adult has written down since stands: a late letter adds ticks, and changes nothing they said.
    """
    found = tally_of(session)
    if found.ended_ms is None:
        return
    live = _id(session, "log")
    if SessionLog.objects.filter(session=session).exclude(letter=live).exists():
        _checks(session, found, by)
        return
    minutes = _minutes(found)
    if session.status != Session.Status.HELD:
        session.status, session.why_not = Session.Status.HELD, ""
        session.save(update_fields=["status", "why_not", "changed_at"])
    _attendance(session, found, minutes)
    _checks(session, found, by)
    SessionLog.objects.get_or_create(
        letter=live,
        defaults={
            "session": session,
            "source": SessionLog.Source.LIVE,
            "was_held": True,
            "minutes": minutes,
            "adult_level": session.run.adult_level if session.run else None,
            "by_id": by.user_id,
        },
    )


def _minutes(found: Tally) -> int:
    spent = (found.ended_ms or 0) - (found.began_ms or 0)
    return max(0, min(600, round(spent / MS_A_MINUTE)))


def _attendance(session: Session, found: Tally, minutes: int) -> None:
    rows = Participant.objects.filter(run=session.run, joined_on__lte=session.on, is_paused=False)
    follows = both_follow(session)
    for one in rows.exclude(left_on__lt=session.on):
        is_present = one.student_id not in found.away
        Attendance.objects.update_or_create(
            session=session,
            student_id=one.student_id,
            defaults={
                "is_present": is_present,
                "minutes": minutes if is_present else None,
                "role": one.role,
                # Where partners swap in each session, whoever was there gave and received.
                "has_given": is_present and follows,
                "has_received": is_present and follows,
            },
        )


def _checks(session: Session, found: Tally, by: Viewer) -> None:
    """One checklist for each pair looked at, one for the adult's own part. A late tick is a new row."""
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for (group, item), answer in found.ticks.items():
        answers[group][item] = answer
    for group, given in answers.items():
        standing = _standing(session, group)
        if standing is not None and standing.answers == given:
            continue
        FidelityCheck.objects.create(
            session=session,
            letter=_id(session, f"check:{group}:{standing.pk if standing else 0}"),
            replaces=standing,
            kind=FidelityCheck.Kind.SELF if group == WHOLE_GROUP else FidelityCheck.Kind.OBSERVED,
            group_id=int(group) if group.isdecimal() else None,
            answers=given,
            by_id=by.user_id,
        )


def _standing(session: Session, group: str) -> FidelityCheck | None:
    """The runner's own checklist of this group that nothing has replaced."""
    letter, row = _id(session, f"check:{group}:0"), None
    while True:
        found = FidelityCheck.objects.filter(letter=letter).first()
        if found is None:
            return row
        row, letter = found, _id(session, f"check:{group}:{found.pk}")


def _id(session: Session, what: str) -> UUID:
    """The same id each time, so that settling twice makes nothing twice."""
    return uuid5(NAMESPACE_URL, f"kithwork:session:{session.pk}:{what}")
