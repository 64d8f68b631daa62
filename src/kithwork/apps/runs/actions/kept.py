"""What people arranged for a day by hand, when the plan is laid out again: it stays while it still fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.actions import close_access
from kithwork.apps.runs.actions.absence import touch
from kithwork.apps.runs.actions.by_hand import restore
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.runs.queries.access import substitute_cause
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import open_days, slot_times_of
from kithwork.apps.trail.actions import action, note

Key = tuple[int, date, str]


class ByHand:
    """Sessions that were put off, and what happens instead."""

    def __init__(self, school: School, starts_on: date, wanted: Mapping[Key, Any]) -> None:
        rows = (
            Session.objects.filter(school=school, on__gte=starts_on, instead__isnull=False)
            .exclude(instead__status=Session.Status.CANCELLED)
            .select_related("instead")
            .prefetch_related("instead__session_peers")
        )
        self.instead: dict[Key, Session] = {}
        self.moved: dict[int, Key] = {}
        for row in rows:
            other, key = row.instead, row.when
            if other is None or key not in wanted or not _may_stay(row, other, wanted[key][0]):
                continue
            self.instead[key] = other
            if other.student_id == row.student_id:
                self.moved[other.pk] = key
        self.times = _bells(school, [row for row in self.instead.values() if row.pk in self.moved])

    def keeps(self, row: Session, needed: Iterable[Key]) -> bool:
        """Is this a session that was moved here, at a time that still exists, with nobody needed elsewhere?"""
        if row.pk not in self.moved or (row.starts_at, row.ends_at) != self.times.get(
            (row.on, row.label)
        ):
            return False
        people = {row.student_id, *_who_is_in(row)}
        taken = {(who, row.on, row.label) for who in people} & set(needed)
        return not taken

    def given_up(self, kept: Iterable[int]) -> set[Key]:
        """Times that happen as planned after all, since what was to happen instead has gone."""
        stands = set(kept)
        return {
            key
            for key, other in self.instead.items()
            if other.status == Session.Status.PLANNED and other.pk not in stands
        }


def _bells(school: School, rows: Sequence[Session]) -> dict[tuple[date, str], tuple[time, time]]:
    """When each period begins and ends, on the dates of these sessions on which there is school."""
    if not rows:
        return {}
    days = open_days(school, min(row.on for row in rows), max(row.on for row in rows))
    bells = slot_times_of({day.schedule_id for day in days})
    return {
        (day.on, label): times
        for day in days
        for label, times in bells.get(day.schedule_id, {}).items()
    }


def _may_stay(row: Session, other: Session, together: Any) -> bool:
    if row.need_id != together.need_id:
        return False
    if other.student_id != row.student_id:  # joined two others: still with them?
        return row.student_id in _who_is_in(other)
    usual = {
        one.peer_id for one in other.session_peers.all() if one.is_live and not one.is_substitute
    }
    return usual <= set(together.peer_ids) and bool(_who_is_in(other))


def _who_is_in(row: Session) -> set[int]:
    return {one.peer_id for one in row.session_peers.all() if one.is_live}


def misfits(school: School, *, gone: set[int], from_on: date) -> list[SessionPeer]:
    """Who steps in for a day and no longer may: kept apart by now, or `gone` (student ids)."""
    rows = SessionPeer.objects.filter(
        session__school=school, session__student__isnull=False, on__gte=from_on,
        session__status=Session.Status.PLANNED, is_live=True, is_substitute=True,
    ).select_related("session__student").prefetch_related("session__session_peers")  # fmt: skip
    apart = kept_apart(school.pk, from_on) if rows else set()
    return [row for row in rows if row.peer_id in gone or _may_not_meet(row, apart)]


@action("session.let_go")
def let_go(rows: Sequence[SessionPeer], *, by: Viewer) -> int:
    """Take them out of the sessions they stepped in for; a student who had joined others has a gap again.

    The consequence of an edit that was allowed where it was made: nothing is asked of `by` here.
    """
    for row in rows:
        row.is_live = False
        row.save(update_fields=["is_live"])
        touch(row.session)
        for put_off in Session.objects.filter(instead=row.session, student_id=row.peer_id):
            restore(put_off)
        causes = [substitute_cause(row.session_id, row.peer_id)]
        close_access(causes, by=Viewer.command(school_id=row.session.school_id))
    note(count=len(rows))
    return len(rows)


def _may_not_meet(row: SessionPeer, apart: set[tuple[int, int]]) -> bool:
    others = {row.session.student_id, *_who_is_in(row.session)} - {row.peer_id}
    return any(
        pair in apart
        for one in others
        if one is not None
        for pair in ((one, row.peer_id), (row.peer_id, one))
    )
