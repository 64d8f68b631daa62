"""Who is ready to partner and how much may be asked of them: ids and numbers only.

Used by `plans` alone, so it takes no viewer. A volunteer's own numbers are held to the limits
of their grade (practices H.3, changed under School, Limits): whichever is lower.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import has_permit
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.peers.policies import visible_volunteers
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Limits, limits
from kithwork.apps.training.queries import only_trained, roles_mastered, without_mastery


@dataclass(frozen=True, slots=True)
class PlanVolunteer:
    """A ready volunteer. `session_minutes` is the longest one session may be for their grade."""

    volunteer_id: int
    student_id: int
    grade: str
    roles: tuple[str, ...]
    weekly_minutes: int
    max_sessions: int
    max_per_day: int
    max_partners: int
    max_lunch_days: int
    session_minutes: int
    protected_sections: frozenset[int]
    would_like: frozenset[int]
    rather_not: frozenset[int]
    ready_on: date | None
    ends_on: date | None


def volunteers_for_plan(
    school_id: int, on: date, until: date | None = None, *, heeds_training: bool = True
) -> list[PlanVolunteer]:
    """Volunteers ready on a date, or becoming ready before `until`, with permission to take part.

    Where the school says so, only in roles with mastery on record. Whoever asks for wishes and not for
    partners does not heed training: a wish not to meet somebody counts from the first day.
    """
    last = until or on
    school = School.objects.get(pk=school_id)
    held_to = limits(school)
    trained = roles_mastered(on, school_id) if heeds_training and only_trained(school) else None
    rows = (
        Volunteer.objects.filter(student__school_id=school_id, status=Volunteer.Status.READY)
        .filter(Q(student__closed_on__isnull=True) | Q(student__closed_on__gt=on))
        .filter(Q(ready_on__isnull=True) | Q(ready_on__lte=last))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .filter(has_permit("student_id", Purpose.TAKE_PART, on))
        .select_related("student")
        .order_by("student_id")
    )
    protected = _protected(school_id)
    wishes = _wishes(school_id)
    if trained is not None:
        for row in rows:
            row.roles = [one for one in row.roles if one in trained.get(row.student_id, ())]
    return [
        _held(row, held_to, protected.get(row.pk, frozenset()), wishes.get(row.pk, {}))
        for row in rows
        if row.roles
    ]


def ready_without_mastery(viewer: Viewer) -> int:
    """How many ready peers have no mastery on record in any role they offer."""
    if viewer.school_id is None:
        return 0
    rows = visible_volunteers(viewer).filter(
        status=Volunteer.Status.READY, student__closed_on__isnull=True
    )
    offers = dict(rows.values_list("student_id", "roles"))
    return len(without_mastery(offers, clock.today_for(viewer), viewer.school_id))


def _held(
    row: Volunteer,
    held_to: Limits,
    protected: frozenset[int],
    wishes: dict[str, set[int]],
) -> PlanVolunteer:
    band, lunches = held_to.for_grade(row.student.grade), held_to.lunch_days_a_week
    return PlanVolunteer(
        volunteer_id=row.pk,
        student_id=row.student_id,
        grade=row.student.grade,
        roles=tuple(row.roles),
        weekly_minutes=min(row.weekly_minutes, band.peer_minutes_a_week),
        max_sessions=min(row.max_sessions, band.peer_sessions_a_week),
        max_per_day=min(row.max_per_day, held_to.peer_sessions_a_day),
        max_partners=min(row.max_partners, band.partners_per_peer),
        max_lunch_days=lunches if row.max_lunch_days is None else min(row.max_lunch_days, lunches),
        session_minutes=band.session_minutes,
        protected_sections=protected,
        would_like=frozenset(wishes.get(PeerWish.Kind.WOULD_LIKE, ())),
        rather_not=frozenset(wishes.get(PeerWish.Kind.RATHER_NOT, ())),
        ready_on=row.ready_on,
        ends_on=row.ends_on,
    )


def _protected(school_id: int) -> dict[int, frozenset[int]]:
    rows = ProtectedClass.objects.filter(volunteer__student__school_id=school_id)
    found: dict[int, set[int]] = defaultdict(set)
    for volunteer_id, section_id in rows.values_list("volunteer_id", "section_id"):
        found[volunteer_id].add(section_id)
    return {volunteer_id: frozenset(ids) for volunteer_id, ids in found.items()}


def _wishes(school_id: int) -> dict[int, dict[str, set[int]]]:
    rows = PeerWish.objects.filter(volunteer__student__school_id=school_id)
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for volunteer_id, other_id, kind in rows.values_list("volunteer_id", "other_id", "kind"):
        found[volunteer_id][kind].add(other_id)
    return found


def who_offered(school_id: int) -> set[int]:
    """Students whose offer to partner stands, ready or not yet."""
    rows = Volunteer.objects.filter(
        student__school_id=school_id, student__closed_on__isnull=True
    ).exclude(status=Volunteer.Status.FINISHED)
    return set(rows.values_list("student_id", flat=True))
