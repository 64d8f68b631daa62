"""Who may not meet, as it stands today: a plan may be older than a wish, a stop or a concern."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from kithwork.apps.needs.queries import do_not_pairs_for_plan, wishes_for_plan
from kithwork.apps.peers.queries import volunteers_for_plan
from kithwork.apps.runs.models import Pause


def kept_apart(school_id: int, on: date) -> set[tuple[int, int]]:
    """(student, peer) ids that may not meet on a date: by a wish of either, by their teams, or paused."""
    apart = paused_pairs(school_id)
    for student, others in wishes_for_plan(school_id).avoids.items():
        apart |= {(student, other) for other in others}
    for offer in volunteers_for_plan(school_id, on, heeds_training=False):
        apart |= {(other, offer.student_id) for other in offer.rather_not}
    for one, two in do_not_pairs_for_plan(school_id, on):
        apart |= {(one, two), (two, one)}
    return apart


def paused_pairs(school_id: int) -> set[tuple[int, int]]:
    """(student, other) ids, both ways round, of partners who are paused until an adult has looked."""
    pairs = _open(school_id).exclude(partner=None).values_list("student_id", "partner_id")
    return {way for one, two in pairs for way in ((one, two), (two, one))}


def paused_students(school_id: int) -> set[int]:
    """Students none of whose times together go on just now."""
    return set(_open(school_id).filter(partner=None).values_list("student_id", flat=True))


def _open(school_id: int) -> QuerySet[Pause]:
    return Pause.objects.filter(school_id=school_id, ended_at__isnull=True)
