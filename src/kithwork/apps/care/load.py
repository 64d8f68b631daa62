"""How much each peer gives: this week's minutes beside what they may be asked for, and what is due to change.

Hours only. Nothing here says how good somebody is at it, and nobody is ranked by anything but minutes (practices A.1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.peers.policies import visible_volunteers
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Pairing, Session, SessionPeer
from kithwork.apps.runs.peer_week import peer_weeks
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Limits, limits
from kithwork.apps.training.queries import missing_for_roles

WHOLE = 100
FRIDAY = 4
HERE = (Volunteer.Status.READY, Volunteer.Status.PAUSED)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody a peer is with, since when in this role, and the day the role is due to change."""

    student: Student
    role: str
    since: date
    change_on: date
    is_due: bool


@dataclass(frozen=True, slots=True)
class Load:
    """One peer's week. ``cap`` is the smaller of what they offered and the limit of their grade."""

    volunteer: Volunteer
    booked: int
    offered: int
    limit: int
    soon_pct: int
    lunches: int
    most_lunches: int
    partners: tuple[Partner, ...]
    protected: tuple[str, ...]
    untrained: int

    @property
    def student(self) -> Student:
        return self.volunteer.student

    @property
    def cap(self) -> int:
        return min(self.offered, self.limit)

    @property
    def pct(self) -> int:
        if not self.cap:
            return WHOLE if self.booked else 0
        return round(WHOLE * self.booked / self.cap)

    @property
    def width(self) -> int:
        """Of the bar beside the words."""
        return min(WHOLE, self.pct)

    @property
    def state(self) -> str:
        """``over`` the cap, ``full`` at it, ``soon`` near it, ``room``, or ``none`` asked of them."""
        if not self.booked:
            return "none"
        if self.booked > self.cap:
            return "over"
        if self.booked == self.cap:
            return "full"
        return "soon" if self.pct >= self.soon_pct else "room"

    @property
    def change_on(self) -> date | None:
        return min((one.change_on for one in self.partners), default=None)

    @property
    def is_change_due(self) -> bool:
        return any(one.is_due for one in self.partners)


@dataclass(frozen=True, slots=True)
class Spread:
    """The school's week: everybody who takes part, the fullest first."""

    monday: date
    rows: tuple[Load, ...]

    def only(self, which: str) -> tuple[Load, ...]:
        """Those with a full week, who are not asked, or whose role is due to change; else everybody."""
        fits = {
            "full": lambda one: one.state in {"over", "full"},
            "unasked": lambda one: one.state == "none",
            "due": lambda one: one.is_change_due,
        }.get(which)
        return tuple(filter(fits, self.rows)) if fits else self.rows

    @property
    def booked(self) -> int:
        return sum(one.booked for one in self.rows)

    @property
    def most(self) -> Load | None:
        """Who is asked most of what they have; None where it is spread evenly."""
        return self.rows[0] if self._is_uneven else None

    @property
    def least(self) -> Load | None:
        ready = [one for one in self.rows if one.volunteer.status == Volunteer.Status.READY]
        return ready[-1] if ready and self._is_uneven else None

    @property
    def full(self) -> int:
        return sum(one.state in {"over", "full"} for one in self.rows)

    @property
    def unasked(self) -> int:
        return sum(one.state == "none" for one in self.rows)

    @property
    def due(self) -> int:
        return sum(one.is_change_due for one in self.rows)

    @property
    def _is_uneven(self) -> bool:
        return bool(self.rows) and self.rows[0].pct != self.rows[-1].pct


def spread(viewer: Viewer) -> Spread:
    """Everybody who offered and takes part, with this week's minutes; on a weekend those of the week ahead."""
    today = clock.today_for(viewer)
    if today.weekday() > FRIDAY:
        today += timedelta(days=7 - today.weekday())
    offers = visible_volunteers(viewer).filter(status__in=HERE, student__closed_on__isnull=True)
    rows = loads(list(_whole(offers)), School.objects.get(pk=viewer.school_id), today)
    rows.sort(key=lambda one: (-one.pct, one.student.last_name, one.student.first_name))
    return Spread(today - timedelta(days=today.weekday()), tuple(rows))


def load_of(viewer: Viewer, student: Student) -> Load | None:
    """One peer's; None for somebody who never offered."""
    offers = _whole(visible_volunteers(viewer).filter(student=student))
    found = loads(list(offers), student.school, clock.today_for(viewer))
    return found[0] if found else None


def loads(offers: Sequence[Volunteer], school: School, today: date) -> list[Load]:
    held_to = limits(school)
    ids = [one.student_id for one in offers]
    weeks, lunches = peer_weeks(ids, today), _lunches(ids, today)
    partners = _partners(ids, held_to, today)
    return [
        Load(
            volunteer=one,
            booked=weeks[one.student_id].booked,
            offered=one.weekly_minutes,
            limit=held_to.for_grade(one.student.grade).peer_minutes_a_week,
            soon_pct=held_to.full_week_soon_pct,
            lunches=lunches.get(one.student_id, 0),
            most_lunches=_most_lunches(one, held_to),
            partners=tuple(partners.get(one.student_id, ())),
            protected=tuple(kept.section.title for kept in one.protected_classes.all()),
            untrained=len(missing_for_roles(school, one.student_id, one.roles, today)),
        )
        for one in offers
    ]


def _whole(offers: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    return offers.select_related("student__school").prefetch_related("protected_classes__section")


def _most_lunches(one: Volunteer, held_to: Limits) -> int:
    own = one.max_lunch_days
    return held_to.lunch_days_a_week if own is None else min(own, held_to.lunch_days_a_week)


def _lunches(ids: list[int], today: date) -> dict[int, int]:
    """Student id -> days of this week on which lunch is asked of them."""
    monday = today - timedelta(days=today.weekday())
    rows = SessionPeer.objects.filter(
        peer_id__in=ids, is_live=True, on__range=(monday, monday + timedelta(days=6)),
        session__need__place="lunch",
    ).exclude(session__status__in=[Session.Status.CANCELLED, Session.Status.NOT_HELD])  # fmt: skip
    days: dict[int, set[date]] = defaultdict(set)
    for peer, on in rows.values_list("peer_id", "on"):
        days[peer].add(on)
    return {peer: len(found) for peer, found in days.items()}


def _partners(ids: list[int], held_to: Limits, today: date) -> dict[int, list[Partner]]:
    """Each partner once, from the day the first of their pairs began in that role."""
    pairs = Pairing.objects.filter(peer_id__in=ids).exclude(status=Pairing.Status.ENDED)
    labels = {role.value: str(role.label) for role in PeerRole}
    found: dict[int, dict[int, Partner]] = defaultdict(dict)
    for row in pairs.select_related("student", "peer").order_by("starts_on", "pk"):
        weeks = held_to.for_grade(row.peer.grade).weeks_in_a_role
        change_on = row.starts_on + timedelta(weeks=weeks)
        one = Partner(
            row.student,
            labels.get(row.role, row.role),
            row.starts_on,
            change_on,
            change_on <= today,
        )
        found[row.peer_id].setdefault(row.student_id, one)
    return {peer: list(rows.values()) for peer, rows in found.items()}
