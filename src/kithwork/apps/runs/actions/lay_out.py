"""From a week to real dates: pairings, sessions, and the first names partners may know.

What stays the same keeps its rows, so that calendars see no change where there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Value
from django.db.models.functions import Least

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.actions import AccessRow, close_access, open_access
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions.kept import ByHand
from kithwork.apps.runs.models import Pairing, Session, SessionPeer
from kithwork.apps.runs.policies import may_change_sessions
from kithwork.apps.runs.queries.access import substitute_cause
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import open_days, slot_times_of
from kithwork.apps.trail.actions import action, note

# Walking to a class together begins this long before its bell.
HALLWAY = timedelta(minutes=5)
IN_BATCHES_OF = 1000
_REPLACED = "The plan changed."
_FOLLOWED = "The calendar or the people changed."


@dataclass(frozen=True, slots=True)
class Together:
    """One weekly time of a plan: which need, which frame day and period, and which peers, as rows."""

    need_id: int
    student_id: int
    section_id: int | None
    role: str
    frame_day: int
    label: str
    peer_ids: tuple[int, ...]
    before_class: bool = False


@dataclass(slots=True)
class LaidOut:
    """What laying out did: rows made, kept and cancelled, and times a day type has no room for."""

    sessions_made: int = 0
    sessions_kept: int = 0
    sessions_cancelled: int = 0
    pairings_made: int = 0
    pairings_ended: int = 0
    not_held: dict[tuple[date, str], int] = field(default_factory=dict)


Key = tuple[int, date, str]
Wanted = tuple[Together, time, time]


@action("session.lay_out")
def lay_out(week: Sequence[Together], *, starts_on: date, ends_on: date, by: Viewer) -> LaidOut:
    """Put a week on every school day of a range, in place of whatever was planned from its first day on.

    No-school days are skipped, cycle days followed, bell times taken from each date's day type. Raises
    Refused if `by` may not, Problem when the range has no school day.
    """
    require(may_change_sessions(by))
    school = School.objects.get(pk=by.school_id)
    done = LaidOut()
    wanted = _dated(school, week, starts_on, ends_on, done)
    if not wanted:
        raise Problem("There is no school day in these dates on which this plan could happen.")
    pairings = _keep_pairings(school, week, starts_on, ends_on, done, by)
    _keep_sessions(school, wanted, starts_on, pairings, done)
    note(made=done.sessions_made, kept=done.sessions_kept, cancelled=done.sessions_cancelled)
    return done


@action("session.follow")
def follow_week(
    week: Sequence[Together], *, school: School, begun_on: date, ends_on: date, by: Viewer
) -> LaidOut:
    """Lay the week in force out again from today, after what it rests on has changed.

    The frame is counted from `begun_on`, as when it was published; what is over stays as it was. It is
    the consequence of an edit that was allowed where it was made, so nothing is asked of `by` here.
    """
    done = LaidOut()
    from_on = max(begun_on, clock.today(school.timezone))
    wanted = {
        key: row
        for key, row in _dated(school, week, begun_on, ends_on, done).items()
        if key[1] >= from_on
    }
    # Who may know whose name follows from the pairing, whoever's edit changed it.
    house = Viewer.command(school_id=school.pk)
    pairings = _keep_pairings(school, week, from_on, ends_on, done, house)
    _keep_sessions(school, wanted, from_on, pairings, done, why_not=_FOLLOWED)
    note(made=done.sessions_made, kept=done.sessions_kept, cancelled=done.sessions_cancelled)
    return done


def _dated(
    school: School, week: Sequence[Together], starts_on: date, ends_on: date, done: LaidOut
) -> dict[Key, Wanted]:
    """Each time together on each date it happens, with that date's bell times."""
    by_day: dict[int, list[Together]] = defaultdict(list)
    for together in week:
        by_day[together.frame_day].append(together)
    days = open_days(school, starts_on, ends_on)
    times = slot_times_of({day.schedule_id for day in days})
    wanted = {}
    for day in days:
        for together in by_day.get(day.frame_day, ()) if day.frame_day is not None else ():
            slot = times.get(day.schedule_id, {}).get(together.label)
            if slot is None:  # an assembly, a short day: this period does not exist then
                key = (day.on, together.label)
                done.not_held[key] = done.not_held.get(key, 0) + 1
                continue
            begins, ends = (_before(day.on, slot[0]), slot[0]) if together.before_class else slot
            label = f"before {together.label}" if together.before_class else together.label
            wanted[together.student_id, day.on, label] = (together, begins, ends)
    return wanted


def _before(on: date, at: time) -> time:
    return (datetime.combine(on, at) - HALLWAY).time()


# ------------------------------------------------------------------ pairings


def _keep_pairings(
    school: School,
    week: Sequence[Together],
    starts_on: date,
    ends_on: date,
    done: LaidOut,
    by: Viewer,
) -> dict[tuple[int, int], Pairing]:
    """One open pairing for each need and peer: new ones made, others ended, the rest go on."""
    wanted = {(one.need_id, peer): one for one in week for peer in one.peer_ids}
    standing = {
        (row.need_id, row.peer_id): row
        for row in Pairing.objects.filter(school=school).exclude(status=Pairing.Status.ENDED)
    }
    # A paused pair is not over: nobody decided that. It waits, without coming sessions.
    over = [
        row
        for key, row in standing.items()
        if key not in wanted and row.status != Pairing.Status.PAUSED
    ]
    done.pairings_ended = _end(over, starts_on, by)
    kept = {key: row for key, row in standing.items() if key in wanted}
    Pairing.objects.filter(pk__in=[row.pk for row in kept.values()]).update(
        starts_on=Least("starts_on", Value(starts_on)), ends_on=ends_on
    )
    new = Pairing.objects.bulk_create(
        [
            Pairing(
                school=school,
                student_id=one.student_id,
                peer_id=peer,
                need_id=one.need_id,
                role=one.role,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for (_, peer), one in wanted.items()
            if (one.need_id, peer) not in kept
        ],
        batch_size=IN_BATCHES_OF,
    )
    done.pairings_made = len(new)
    _open_names([*new, *kept.values()], starts_on, ends_on, by)
    return {**kept, **{(row.need_id, row.peer_id): row for row in new}}


@action("pairing.end")
def end_pairings(pairings: Sequence[Pairing], *, on: date, by: Viewer) -> int:
    """End pairings from a date: what was before stays on record, the way to each other's name closes."""
    require(may_change_sessions(by))
    return _end(list(pairings), on, by)


def _end(pairings: list[Pairing], on: date, by: Viewer) -> int:
    for row in pairings:
        row.status = Pairing.Status.ENDED
        row.ends_on = max(row.starts_on, on - timedelta(days=1))
    Pairing.objects.bulk_update(pairings, ["status", "ends_on"], batch_size=IN_BATCHES_OF)
    if pairings:
        close_access([f"runs.pairing:{row.pk}" for row in pairings], by=by)
    return len(pairings)


def _open_names(pairings: Iterable[Pairing], starts_on: date, ends_on: date, by: Viewer) -> None:
    """Partners who have an account may know each other's first name, while they are partners."""
    rows = list(pairings)
    ids = {row.student_id for row in rows} | {row.peer_id for row in rows}
    people = {one.pk: one for one in Student.objects.filter(pk__in=ids)}
    access = []
    for row in rows:
        for reader, seen in ((row.peer_id, row.student_id), (row.student_id, row.peer_id)):
            user_id = people[reader].user_id
            if user_id is not None:
                access.append(
                    AccessRow(
                        user_id=user_id,
                        student=people[seen],
                        depth=Depth.NAME,
                        reason="You are partners.",
                        because=f"runs.pairing:{row.pk}",
                        from_on=min(row.starts_on, starts_on),
                        until_on=ends_on,
                    )
                )
    if access:
        open_access(access, by=by)


# ------------------------------------------------------------------ sessions


def _keep_sessions(
    school: School,
    wanted: dict[Key, Wanted],
    starts_on: date,
    pairings: dict[tuple[int, int], Pairing],
    done: LaidOut,
    why_not: str = _REPLACED,
) -> None:
    standing, over = _standing(school, starts_on)
    wanted = {
        (student, on, label): row
        for (student, on, label), row in wanted.items()
        if not over & {(one, on, label) for one in (student, *row[0].peer_ids)}
    }
    by_hand = ByHand(school, starts_on, wanted)
    asked = {key: row for key, row in wanted.items() if key not in by_hand.instead}
    needed = {
        (peer, on, label) for (_, on, label), row in asked.items() for peer in row[0].peer_ids
    } | set(asked)
    kept, gone = {}, []
    for key, row in standing.items():
        is_same = key in asked and _is_same(row, *asked[key], needed)
        if is_same or by_hand.keeps(row, needed):
            kept[key] = row
        else:
            gone.append(row)
    given_up = by_hand.given_up(row.pk for row in kept.values())
    wanted = asked | _without_taken({key: wanted[key] for key in given_up}, kept.values())
    _cancel(gone, why_not)
    new = Session.objects.bulk_create(
        [
            Session(
                school=school,
                need_id=one.need_id,
                student_id=one.student_id,
                section_id=one.section_id,
                on=on,
                label=label,
                starts_at=begins,
                ends_at=ends,
            )
            for (_, on, label), (one, begins, ends) in wanted.items()
            if (one.student_id, on, label) not in kept
        ],
        batch_size=IN_BATCHES_OF,
    )
    SessionPeer.objects.bulk_create(
        [
            SessionPeer(
                session=row,
                peer_id=peer,
                pairing=pairings.get((wanted[row.when][0].need_id, peer)),
                on=row.on,
                label=row.label,
            )
            for row in new
            for peer in wanted[row.when][0].peer_ids
        ],
        batch_size=IN_BATCHES_OF,
    )
    done.sessions_made, done.sessions_kept, done.sessions_cancelled = len(new), len(kept), len(gone)


def _without_taken(wanted: dict[Key, Wanted], kept: Iterable[Session]) -> dict[Key, Wanted]:
    """The same times without peers who stepped in elsewhere then."""
    taken = {
        (one.peer_id, row.on, row.label)
        for row in kept
        for one in row.session_peers.all()
        if one.is_live
    }
    return {
        (student, on, label): (
            replace(
                row[0], peer_ids=tuple(p for p in row[0].peer_ids if (p, on, label) not in taken)
            ),
            *row[1:],
        )
        for (student, on, label), row in wanted.items()
        if (student, on, label) not in taken
    }


def _standing(school: School, starts_on: date) -> tuple[dict[Key, Session], set[Key]]:
    """Sessions still to come, and who is taken when by sessions that somebody has marked already."""
    standing, over = {}, set()
    of_plan = Session.objects.filter(school=school, on__gte=starts_on, run__isnull=True)
    rows = of_plan.exclude(status=Session.Status.CANCELLED)
    for row in rows.prefetch_related("session_peers"):
        if row.status == Session.Status.PLANNED:
            standing[row.when] = row
        else:
            peers = [one.peer_id for one in row.session_peers.all() if one.is_live]
            over |= {(one, row.on, row.label) for one in (row.when[0], *peers)}
    return standing, over


def _is_same(row: Session, one: Together, begins: time, ends: time, needed: set[Key]) -> bool:
    """The same people at the same time; who stepped in for a day stays, unless needed elsewhere then."""
    peers, stepped_in = set(), set()
    for peer in row.session_peers.all():
        if peer.is_substitute:
            stepped_in |= {(peer.peer_id, row.on, row.label)} if peer.is_live else set()
        elif peer.is_live or peer.is_absent:
            peers.add(peer.peer_id)
    return (
        row.need_id == one.need_id
        and not stepped_in & needed
        and peers == set(one.peer_ids)
        and (row.starts_at, row.ends_at) == (begins, ends)
    )


def _cancel(sessions: list[Session], why_not: str) -> None:
    peers = SessionPeer.objects.filter(session__in=sessions, is_live=True)
    stepped_in = peers.filter(is_substitute=True).values_list("session_id", "peer_id")
    if causes := [substitute_cause(*one) for one in stepped_in]:
        # They need not know the name any more, whoever's edit cancelled the session.
        close_access(causes, by=Viewer.command(school_id=sessions[0].school_id))
    peers.update(is_live=False)
    for row in sessions:
        row.status = Session.Status.CANCELLED
        row.why_not = why_not
        row.feed_sequence += 1
        row.changed_at = clock.now()
    Session.objects.bulk_update(
        sessions, ["status", "why_not", "feed_sequence", "changed_at"], batch_size=IN_BATCHES_OF
    )
