"""Which names partners may know, told anew from pairings and sessions: for `kithwork check-access`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.people.access_check import Days, Way
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Pairing, Participant, Run, Session, SessionPeer
from kithwork.apps.schools.models import School


def substitute_cause(session_id: int, peer_id: int) -> str:
    """What the row of somebody who steps in for one session says it was opened by."""
    return f"runs.substitute:{session_id}:{peer_id}"


def partners(school: School, today: date) -> dict[Way, Days]:
    """Both partners of every pairing that has not ended, who have an account."""
    pairings = (
        Pairing.objects.filter(school=school, ends_on__gte=today)
        .exclude(status=Pairing.Status.ENDED)
        .select_related("student", "peer")
    )
    return {
        way: (row.starts_on, row.ends_on)
        for row in pairings
        for way in _names(row.student, row.peer, f"runs.pairing:{row.pk}")
    }


def substitutes(school: School, today: date) -> dict[Way, Days]:
    """Whoever steps in for one session that is not cancelled, on its day."""
    rows = (
        SessionPeer.objects.filter(
            session__school=school, on__gte=today, is_live=True, is_substitute=True
        )
        .exclude(session__status=Session.Status.CANCELLED)
        .exclude(session__student=None)
        .exclude(peer__user=None)
        .select_related("session", "peer")
    )
    return {
        Way(
            row.peer.user_id,
            row.session.whose.pk,
            Depth.NAME,
            substitute_cause(row.session_id, row.peer_id),
        ): (row.on, row.on)
        for row in rows
        if row.peer.user_id is not None
    }


def _names(one: Student, other: Student, because: str) -> Iterator[Way]:
    for reader, seen in ((one, other), (other, one)):
        if reader.user_id is not None:
            yield Way(reader.user_id, seen.pk, Depth.NAME, because)


def leaders(school: School, today: date) -> dict[Way, Days]:
    """Who leads a run that goes on or pauses, to everybody who takes part in it, until its last day."""
    runs = Run.objects.filter(
        school=school, ends_on__gte=today, status__in=[Run.Status.ACTIVE, Run.Status.PAUSED]
    ).exclude(facilitator__user=None)
    people = Participant.objects.filter(
        run__in=runs, left_on__isnull=True, student__closed_on__isnull=True
    ).select_related("run__facilitator")
    return {
        Way(
            row.run.facilitator.user_id,
            row.student_id,
            Depth.PROGRESS,
            f"runs.run:{row.run_id}",
        ): (today, row.run.ends_on)
        for row in people
        if row.run.facilitator is not None and row.run.facilitator.user_id is not None
    }
