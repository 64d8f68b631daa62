"""What follows from a run: its sessions on the calendar, and whom its leader may see.

Both are worked out anew from the run each time and only the differences are written, so that it does not
matter what changed: a bell, a last day, a participant, the leader.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.actions import AccessRow, close_access, open_access
from kithwork.apps.people.models import Access
from kithwork.apps.runs.dates import Slot, dates_of
from kithwork.apps.runs.models import Run, Session
from kithwork.apps.trail.actions import action, note

_MOVED = "The calendar or the times of the run changed."
Key = tuple[date, str]


def keep_sessions(run: Run, why_not: str = _MOVED, *, with_past: bool = False) -> tuple[int, int]:
    """Lay an active run's sessions out from today; take those of any other away. (made, cancelled) counts.

    A session about which anything is recorded stays, whatever the calendar says now. `with_past` lays out
    days that are over, too: a run that began before it was entered is logged afterwards.
    """
    today = clock.today(run.school.timezone)
    from_on = run.starts_on if with_past else max(run.starts_on, today)
    wanted: dict[Key, Slot] = {}
    if run.status == Run.Status.ACTIVE:
        wanted = {(slot.on, slot.label): slot for slot in dates_of(run, from_on)}
    coming = Session.objects.filter(run=run, on__gte=from_on).exclude(
        status=Session.Status.CANCELLED
    )
    gone: list[Session] = []
    for row in coming.prefetch_related("events", "logs", "attendance", "fidelity_checks"):
        slot = wanted.get((row.on, row.label))
        if _is_recorded(row):
            wanted.pop((row.on, row.label), None)
        elif slot is None or (row.starts_at, row.ends_at) != (slot.starts_at, slot.ends_at):
            gone.append(row)
        else:
            del wanted[row.on, row.label]
    _cancel(gone, why_not)
    Session.objects.bulk_create(
        Session(
            school_id=run.school_id,
            run=run,
            section_id=run.section_id,
            on=slot.on,
            label=slot.label,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        for slot in wanted.values()
    )
    return len(wanted), len(gone)


def _is_recorded(row: Session) -> bool:
    return row.status != Session.Status.PLANNED or any(
        list(kept.all()) for kept in (row.events, row.logs, row.attendance, row.fidelity_checks)
    )


def _cancel(sessions: list[Session], why_not: str) -> None:
    for row in sessions:
        row.status, row.why_not = Session.Status.CANCELLED, why_not
        row.feed_sequence += 1
        row.changed_at = clock.now()
    Session.objects.bulk_update(sessions, ["status", "why_not", "feed_sequence", "changed_at"])


def because_of(run: Run) -> str:
    """What the leader's rows of Access say they were opened by."""
    return f"runs.run:{run.pk}"


def keep_access(run: Run) -> None:
    """The leader of a run that has begun sees how its students get on, until it ends.

    It follows from the run, whoever changed it: a teacher may lead their own class without being asked to
    open its records one by one.
    """
    house = Viewer.command(school_id=run.school_id)
    wanted = {_said(row): row for row in _rows(run)}
    standing = Access.objects.filter(because=because_of(run), closed_at__isnull=True)
    have = set(standing.values_list("user_id", "student_id", "until_on"))
    if have - set(wanted):
        close_access([because_of(run)], by=house)
        have = set()
    new = [row for key, row in wanted.items() if key not in have]
    if new:
        open_access(new, by=house)


def _said(row: AccessRow) -> tuple[int, int, date]:
    return row.user_id, row.student.pk, row.until_on


def _rows(run: Run) -> list[AccessRow]:
    today = clock.today(run.school.timezone)
    leader = run.facilitator
    if leader is None or leader.user_id is None or run.ends_on < today:
        return []
    if run.status not in {Run.Status.ACTIVE, Run.Status.PAUSED}:
        return []
    people = run.participants.filter(left_on__isnull=True, student__closed_on__isnull=True)
    return [
        AccessRow(
            user_id=leader.user_id,
            student=one.student,
            depth=Depth.PROGRESS,
            reason=f"You lead {run.name}.",
            because=because_of(run),
            from_on=min(today, run.ends_on),
            until_on=run.ends_on,
        )
        for one in people.select_related("student")
    ]


def follow_calendar(school_id: int, *, by: Viewer) -> None:
    """Days closed, opened or moved, bells changed: the sessions of every run move along."""
    for run in _going_on(school_id):
        _follow(run, by=by)


def follow_people(school_id: int, *, by: Viewer) -> None:
    """Somebody left the school or came back: whom a run's leader may see follows."""
    for run in _going_on(school_id):
        keep_access(run)


@action("run.follow")
def _follow(run: Run, *, by: Viewer) -> Run:
    """Lay its sessions out again. Needs no leave: what changed was allowed where it was changed."""
    made, cancelled = keep_sessions(run)
    note(made=made, cancelled=cancelled)
    return run


def _going_on(school_id: int) -> QuerySet[Run]:
    rows = Run.objects.filter(
        school_id=school_id, status__in=[Run.Status.ACTIVE, Run.Status.PAUSED]
    )
    return rows.select_related("school", "facilitator").order_by("pk")
