"""What a plan is made from: ids and numbers only, no names and no reasons.

Used by `plans` alone. These take no viewer, because a plan weighs everybody's wishes while
nobody reads them: what comes out is a timetable, never who wished what.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kithwork.apps.needs.models import DoNotPair, SupportNeed, Wish


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """One open need. `labels` are period labels it may be at; empty means any that fits."""

    need_id: int
    student_id: int
    place: str
    section_id: int | None
    labels: tuple[str, ...]
    role: str
    times_a_week: int
    min_peers: int
    max_peers: int
    team_max: int
    minutes: int
    starts_on: date | None
    ends_on: date | None
    is_left_open: bool


@dataclass(frozen=True, slots=True)
class PlanWishes:
    """Student id -> ids of others: would like to know, and would rather not be with (hard)."""

    wants: dict[int, frozenset[int]] = field(default_factory=dict)
    avoids: dict[int, frozenset[int]] = field(default_factory=dict)


def needs_for_plan(school_id: int, on: date, until: date | None = None) -> list[PlanNeed]:
    """Needs open on a date, or opening before `until`, of students who are at the school."""
    last = until or on
    rows = (
        SupportNeed.objects.filter(student__school_id=school_id)
        .filter(Q(student__closed_on__isnull=True) | Q(student__closed_on__gt=on))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=last))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("student_id", "pk")
    )
    return [
        PlanNeed(
            need_id=row.pk,
            student_id=row.student_id,
            place=row.place,
            section_id=row.section_id,
            labels=tuple(row.labels),
            role=row.role,
            times_a_week=row.times_a_week,
            min_peers=row.min_peers,
            max_peers=row.max_peers,
            team_max=row.team_max,
            minutes=row.minutes,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_left_open=bool(row.left_open_why),
        )
        for row in rows
    ]


def wishes_for_plan(school_id: int) -> PlanWishes:
    """What students wish: wanted company, and company they would rather not have."""
    found: dict[str, dict[int, set[int]]] = {
        Wish.Kind.WOULD_LIKE: defaultdict(set),
        Wish.Kind.RATHER_NOT: defaultdict(set),
    }
    rows = Wish.objects.filter(student__school_id=school_id)
    for student_id, other_id, kind in rows.values_list("student_id", "other_id", "kind"):
        found[kind][student_id].add(other_id)
    return PlanWishes(
        wants=_frozen(found[Wish.Kind.WOULD_LIKE]), avoids=_frozen(found[Wish.Kind.RATHER_NOT])
    )


def _frozen(others: dict[int, set[int]]) -> dict[int, frozenset[int]]:
    return {student_id: frozenset(ids) for student_id, ids in sorted(others.items())}


def do_not_pairs_for_plan(school_id: int, on: date) -> list[tuple[int, int]]:
    """Pairs of student ids kept apart on a date, the lower id first."""
    rows = (
        DoNotPair.objects.filter(first__school_id=school_id, since__lte=on)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
        .order_by("first_id", "second_id")
    )
    return list(rows.values_list("first_id", "second_id").distinct())


def who_has_needs(school_id: int) -> set[int]:
    """Students with an open need."""
    rows = SupportNeed.objects.filter(student__school_id=school_id, closed_on__isnull=True)
    return set(rows.filter(student__closed_on__isnull=True).values_list("student_id", flat=True))
