"""Pausing partners, and going on. What it means for coming times follows in the same moment."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Pairing, Participant, Pause
from kithwork.apps.runs.policies import may_end_pause
from kithwork.apps.trail.actions import action, note


@action("pairing.pause")
def pause_pairings(
    student: Student, partners: Iterable[Student], *, rule: Pause.Rule, because: str, by: Viewer
) -> list[Pause]:
    """Pause this student's times with these partners at once; without partners, all their times.

    The consequence of a stop, a concern or a lapsed permission, each allowed where it was said: nobody
    is asked twice for leave to make a student safe. Already paused for the same cause: nothing new.
    """
    wanted: list[Student | None] = [*partners] or [None]
    standing = Pause.objects.filter(student=student, because=because, ended_at__isnull=True)
    held = set(standing.values_list("partner_id", flat=True))
    new = [
        Pause(
            school_id=student.school_id,
            student=student,
            partner=partner,
            rule=rule,
            because=because,
            begun_by_id=by.user_id,
        )
        for partner in wanted
        if (partner.pk if partner else None) not in held
    ]
    made = Pause.objects.bulk_create(new)
    note(student=student.pk, rule=str(rule), count=len(made))
    _settle(student.school_id, by)
    return made


@action("pairing.go_on")
def end_pauses(pauses: Iterable[Pause], *, reason: str, by: Viewer) -> int:
    """Go on: an adult has looked. Times together come back where they still can.

    Raises Refused if `by` may not, Problem without a reason.
    """
    rows = list(pauses)
    for pause in rows:
        require(may_end_pause(by, pause))
    reason = reason.strip()[:200]
    if not reason:
        raise Problem("Say in a few words why they can go on.")
    Pause.objects.filter(pk__in=[row.pk for row in rows], ended_at__isnull=True).update(
        ended_at=clock.now(), ended_by_id=by.user_id, end_reason=reason
    )
    note(pauses=[row.pk for row in rows])
    for school_id in {row.school_id for row in rows}:
        _settle(school_id, by)
    return len(rows)


def _settle(school_id: int, by: Viewer) -> None:
    """Make pairings and participations say what the open pauses say, then let the plan follow."""
    paused = Pause.objects.filter(school_id=school_id, ended_at__isnull=True)
    pairs = {
        (one, other)
        for one, other in paused.values_list("student_id", "partner_id")
        if other is not None
    }
    alone = set(paused.filter(partner=None).values_list("student_id", flat=True))
    live = Pairing.objects.filter(school_id=school_id).exclude(status=Pairing.Status.ENDED)
    for status, ids in _sorted(live, pairs, alone).items():
        live.filter(pk__in=ids).exclude(status=status).update(status=status)
    part = Participant.objects.filter(run__school_id=school_id, left_on__isnull=True)
    part.filter(student_id__in=alone, is_paused=False).update(is_paused=True)
    part.filter(~Q(student_id__in=alone), is_paused=True).update(is_paused=False)
    tell("pauses.changed", school_id, by=by)


def _sorted(
    live: QuerySet[Pairing], pairs: set[tuple[int, int]], alone: set[int]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {Pairing.Status.PAUSED: [], Pairing.Status.ACTIVE: []}
    for pk, student, peer in live.values_list("pk", "student_id", "peer_id"):
        is_paused = (student, peer) in pairs or (peer, student) in pairs or {student, peer} & alone
        found[Pairing.Status.PAUSED if is_paused else Pairing.Status.ACTIVE].append(pk)
    return found
