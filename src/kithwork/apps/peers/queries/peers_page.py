"""The list of peers and one volunteer's page: what they offered beside what may be asked.

Side by side, never added up into one figure: nothing here ranks a child (practices A.1).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.needs.policies import visible_needs
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.peers.policies import (
    may_change_volunteer,
    visible_peer_wishes,
    visible_volunteers,
)
from kithwork.apps.people.models import Section, Student
from kithwork.apps.people.policies import open_on, visible_sections
from kithwork.apps.people.queries import grade_label
from kithwork.apps.people.queries.names import rank, words_of
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import BandLimits, Limits, limits
from kithwork.apps.training.queries import missing_for_roles

STATUS = Volunteer.Status
HERE = (STATUS.OFFERED, STATUS.READY, STATUS.PAUSED)


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One volunteer: roles, what they offered, what their grade allows, classes they protect."""

    volunteer: Volunteer
    student: Student
    grade: str
    roles: tuple[str, ...]
    limit: BandLimits
    a_day: int
    lunch_days: int
    protected: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """What plans use: the offer, held to the limit of the grade."""
        return min(self.volunteer.weekly_minutes, self.limit.peer_minutes_a_week)

    @property
    def sessions(self) -> int:
        return min(self.volunteer.max_sessions, self.limit.peer_sessions_a_week)

    @property
    def per_day(self) -> int:
        return min(self.volunteer.max_per_day, self.a_day)

    @property
    def partners(self) -> int:
        return min(self.volunteer.max_partners, self.limit.partners_per_peer)

    @property
    def lunches(self) -> int:
        """Who named no number gives as many as the school allows."""
        own = self.volunteer.max_lunch_days
        return self.lunch_days if own is None else min(own, self.lunch_days)

    @property
    def is_held_back(self) -> bool:
        """They offered more than may be asked of their grade."""
        offered = self.volunteer
        used = (self.minutes, self.sessions, self.per_day, self.partners)
        return (offered.max_lunch_days or 0) > self.lunch_days or used != (
            offered.weekly_minutes,
            offered.max_sessions,
            offered.max_per_day,
            offered.max_partners,
        )


@dataclass(frozen=True, slots=True)
class PeersPage:
    rows: list[PeerRow]
    count: int
    words: str
    role: str
    status: str
    roles: list[tuple[str, str]]
    statuses: list[tuple[str, str]]
    may_write: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.role or self.status)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role: how many open needs of the viewer's students ask for it, how many are ready."""

    key: str
    label: str
    asked: int
    ready: int

    @property
    def nobody(self) -> bool:
        return self.asked > 0 and self.ready == 0


def peers_page(viewer: Viewer, *, words: str = "", role: str = "", status: str = "") -> PeersPage:
    """Who offered, in the order of their names."""
    held_to = limits(School.objects.get(pk=viewer.school_id))
    everybody = (
        visible_volunteers(viewer)
        .filter(student__closed_on__isnull=True)
        .select_related("student")
        .prefetch_related("protected_classes__section")
        .order_by("student__last_name", "student__first_name", "pk")
    )
    wanted = words_of(words)
    rows = []
    count = 0
    for volunteer in everybody:
        is_here = volunteer.status in HERE
        count += is_here
        if not (volunteer.status == status if status else is_here):
            continue
        if (role and role not in volunteer.roles) or (
            wanted and rank(wanted, volunteer.student.full_name) is None
        ):
            continue
        rows.append(_row(volunteer, held_to))
    return PeersPage(
        rows=rows,
        count=count,
        words=words,
        role=role,
        status=status,
        roles=[(r.value, str(r.label)) for r in PeerRole],
        statuses=[(s.value, str(s.label)) for s in STATUS],
        may_write=viewer.is_coordinator,
    )


def _row(volunteer: Volunteer, held_to: Limits) -> PeerRow:
    labels = {role.value: str(role.label) for role in PeerRole}
    return PeerRow(
        volunteer=volunteer,
        student=volunteer.student,
        grade=grade_label(volunteer.student.grade),
        roles=tuple(labels[role] for role in labels if role in volunteer.roles),
        limit=held_to.for_grade(volunteer.student.grade),
        a_day=held_to.peer_sessions_a_day,
        lunch_days=held_to.lunch_days_a_week,
        protected=tuple(kept.section.title for kept in volunteer.protected_classes.all()),
    )


@dataclass(frozen=True, slots=True)
class VolunteerPage:
    row: PeerRow
    may_change: bool
    sees_wishes: bool
    would_like: tuple[PeerWish, ...]
    rather_not: tuple[PeerWish, ...]
    untrained: tuple[str, ...]


def volunteer_or_404(viewer: Viewer, volunteer_id: int) -> Volunteer:
    found = visible_volunteers(viewer).select_related("student__school")
    return first_or_404(found.filter(pk=volunteer_id))


def peer_wish_or_404(viewer: Viewer, wish_id: int) -> PeerWish:
    found = visible_peer_wishes(viewer).select_related("volunteer__student", "other")
    return first_or_404(found.filter(pk=wish_id))


def volunteer_page(viewer: Viewer, volunteer: Volunteer) -> VolunteerPage:
    held_to = limits(volunteer.student.school)
    may_change = bool(may_change_volunteer(viewer, volunteer.student))
    wishes = list(
        visible_peer_wishes(viewer)
        .filter(volunteer=volunteer)
        .select_related("other")
        .order_by("pk")
    )
    return VolunteerPage(
        row=_row(volunteer, held_to),
        may_change=may_change,
        sees_wishes=may_change,
        would_like=tuple(w for w in wishes if w.kind == PeerWish.Kind.WOULD_LIKE),
        rather_not=tuple(w for w in wishes if w.kind == PeerWish.Kind.RATHER_NOT),
        untrained=tuple(
            missing_for_roles(
                volunteer.student.school,
                volunteer.student_id,
                volunteer.roles,
                clock.today_for(viewer),
            )
        ),
    )


def limits_of(student: Student) -> tuple[BandLimits, Limits]:
    """What may be asked of a peer: the limits of their grade, and those that hold for everybody."""
    held_to = limits(student.school)
    return held_to.for_grade(student.grade), held_to


def classes_of(viewer: Viewer, student: Student) -> list[tuple[int, str]]:
    """The classes a student is in today, to protect some of them."""
    enrolled = open_on(student.enrolments.all(), clock.today_for(viewer)).values("section_id")
    sections = Section.objects.filter(pk__in=enrolled, closed_on__isnull=True).prefetch_related(
        "meetings"
    )
    return [(section.pk, _with_periods(section)) for section in sections]


def _with_periods(section: Section) -> str:
    labels = sorted({meeting.label for meeting in section.meetings.all()})
    return f"{section.title} ({', '.join(labels)})" if labels else section.title


def sections_by_id(viewer: Viewer, section_ids: set[int]) -> list[Section]:
    """Sections of the viewer's school among these ids."""
    return list(visible_sections(viewer).filter(pk__in=section_ids))


def protected_ids(volunteer: Volunteer) -> list[int]:
    kept = ProtectedClass.objects.filter(volunteer=volunteer)
    return sorted(kept.values_list("section_id", flat=True))


def protected_rows(volunteer: Volunteer) -> dict[int, ProtectedClass]:
    """Section id -> the row that protects it."""
    rows = ProtectedClass.objects.filter(volunteer=volunteer).select_related("volunteer__student")
    return {row.section_id: row for row in rows}


def role_rows(viewer: Viewer) -> list[RoleRow]:
    """For each role: open needs on the viewer's teams that ask for it, and who is ready."""
    today = clock.today_for(viewer)
    asked = dict(
        visible_needs(viewer)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .order_by()
        .values_list("role")
        .annotate(count=Count("pk"))
    )
    ready: Counter[str] = Counter()
    volunteers = visible_volunteers(viewer).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        status=STATUS.READY,
        student__closed_on__isnull=True,
    )
    for roles in volunteers.values_list("roles", flat=True):
        ready.update(roles)
    return [
        RoleRow(role.value, str(role.label), asked.get(role.value, 0), ready[role.value])
        for role in PeerRole
    ]
