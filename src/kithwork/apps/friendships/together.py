"""Whom adults put together, and what was told of times in between. Read from runs, never from wishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import fmean

from kithwork.apps.runs.models import Pairing, Participant, Run, Seat, Session, SessionLog
from kithwork.apps.runs.practice_fields import ASKED

Pair = frozenset[int]
# Fewer meetings than that have no first and second half.
FEWEST_MEETINGS = 4
CONTACTS = "contacts"


def assigned_pairs(school_id: int, students: Collection[int], until: date) -> set[Pair]:
    """Any two of these students an adult put together up to a day: in a plan, a draw, or a small practice."""
    among, found = set(students), set()
    plan = Pairing.objects.filter(
        school_id=school_id, student__in=among, peer__in=among, starts_on__lte=until
    )
    found |= {frozenset(pair) for pair in plan.values_list("student_id", "peer_id")}
    seats = Seat.objects.filter(
        student__in=among, group__draw__dropped_at__isnull=True, group__draw__starts_on__lte=until
    )
    found |= _within(seats.values_list("group_id", "student_id"))
    # A class or a whole program brings everybody together; only its pairs are an adult's choice.
    small = Participant.objects.filter(
        student__in=among, joined_on__lte=until,
        run__scope__in=[Run.Scope.FOCUS_STUDENT, Run.Scope.GROUP],
    ).exclude(run__status=Run.Status.DRAFT)  # fmt: skip
    rows = set(small.values_list("run_id", "student_id"))
    focus = Run.objects.filter(pk__in=small.values("run_id"), focus_student__in=among)
    rows |= {(pk, student) for pk, student in focus.values_list("pk", "focus_student_id")}
    return found | _within(rows)


def _within(rows: Iterable[tuple[int, int]]) -> set[Pair]:
    groups: dict[int, set[int]] = defaultdict(set)
    for group, student in rows:
        groups[group].add(student)
    return {frozenset(pair) for held in groups.values() for pair in combinations(held, 2)}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """What a practice told of contacts between meetings. Means are for each meeting that was told of."""

    run: Run
    meetings: int
    contacts: float
    first_half: float | None
    second_half: float | None


def contacts_of(
    school_id: int, students: Collection[int], since: date, until: date
) -> list[ContactLine]:
    """Practices with somebody of the class in which contacts were told, by name."""
    taking_part = Participant.objects.filter(student__in=students).values("run_id")
    logs = SessionLog.objects.filter(
        session__run__school_id=school_id, session__run__in=taking_part, was_held=True,
        session__on__range=(since, until), replaced_by__isnull=True,
    ).exclude(session__status=Session.Status.PLANNED)  # fmt: skip
    told: dict[Run, list[float]] = defaultdict(list)
    for log in logs.select_related("session__run").order_by("session__on", "pk"):
        value = log.measures.get(ASKED, {}).get(CONTACTS)
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert log.session.run is not None, "asked for sessions of runs"
            told[log.session.run].append(float(value))
    return [_line(run, values) for run, values in sorted(told.items(), key=lambda one: one[0].name)]


def _line(run: Run, values: list[float]) -> ContactLine:
    half = len(values) // 2
    if len(values) < FEWEST_MEETINGS:
        return ContactLine(run, len(values), sum(values), None, None)
    return ContactLine(
        run, len(values), sum(values), fmean(values[:half]), fmean(values[len(values) - half :])
    )
