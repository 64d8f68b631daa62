"""DR-53: what a peer gives in one week, against what they may be asked for. A full week takes no new booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kithwork.apps.peers.models import Volunteer
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.schools.queries import Limits, limits


@dataclass(frozen=True, slots=True)
class PeerWeek:
    """Minutes booked in a week, Monday to Sunday, and the most: what was offered, held to the grade's limit."""

    booked: int
    cap: int

    def has_room_for(self, minutes: int) -> bool:
        return self.booked + minutes <= self.cap

    @property
    def is_over(self) -> bool:
        return self.booked > self.cap


def minutes_of(session: Session) -> int:
    """What a session asks of a peer: what its need says, else from bell to bell."""
    if session.need is not None:
        return session.need.minutes
    spent = datetime.combine(session.on, session.ends_at) - datetime.combine(
        session.on, session.starts_at
    )
    return max(0, int(spent / timedelta(minutes=1)))


def peer_weeks(
    peers: Iterable[int], on: date, *, without: Session | None = None
) -> dict[int, PeerWeek]:
    """Student id -> the week around `on`, for those who offered; others have no cap.

    `without`: a session that is about to be held at another time, and does not count twice.
    """
    caps = _caps(peers)
    monday = on - timedelta(days=on.weekday())
    rows = SessionPeer.objects.filter(
        peer_id__in=caps, is_live=True, on__range=(monday, monday + timedelta(days=6))
    ).exclude(session__status__in=[Session.Status.CANCELLED, Session.Status.NOT_HELD])
    if without is not None:
        rows = rows.exclude(session=without)
    booked: dict[int, int] = defaultdict(int)
    for row in rows.select_related("session__need"):
        booked[row.peer_id] += minutes_of(row.session)
    return {peer: PeerWeek(booked[peer], cap) for peer, cap in caps.items()}


def _caps(peers: Iterable[int]) -> dict[int, int]:
    held_to: dict[int, Limits] = {}
    caps = {}
    offers = Volunteer.objects.filter(student_id__in=peers).select_related("student__school")
    for offer in offers:
        school = offer.student.school
        limit = held_to.setdefault(school.pk, limits(school)).for_grade(offer.student.grade)
        caps[offer.student_id] = min(offer.weekly_minutes, limit.peer_minutes_a_week)
    return caps


def over_in_week(school_id: int, on: date) -> dict[int, PeerWeek]:
    """Peers of a school who are booked for more than they may be asked for in the week around `on`."""
    offered = Volunteer.objects.filter(student__school_id=school_id)
    weeks = peer_weeks(offered.values_list("student_id", flat=True), on)
    return {peer: week for peer, week in weeks.items() if week.is_over}


def minutes_given(student_id: int, since: date, until: date) -> int:
    """Minutes this peer was there for in sessions that were held, from one day to another."""
    rows = SessionPeer.objects.filter(
        peer_id=student_id, is_live=True, is_absent=False, session__on__range=(since, until),
        session__status=Session.Status.HELD,
    ).select_related("session__need")  # fmt: skip
    return sum(minutes_of(row.session) for row in rows)
