"""Who is on the list, who plans, who holds which role, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kithwork.apps.events.models import Event, EventRole, EventStudent, RoleHolder
from kithwork.apps.events.policies import students_to_invite
from kithwork.apps.events.wording import CHOSEN
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import NOBODY, visible_staff
from kithwork.apps.people.queries import fold
from kithwork.apps.people.queries.names import rank, words_of

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role, and how the choice was made and told."""

    holder: RoleHolder
    student: Student
    words: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    role: EventRole
    holders: tuple[Holder, ...]
    free: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: tuple[EventStudent, ...]
    planners: int
    adults: tuple[Staff, ...]
    found: tuple[Student, ...]
    has_run: bool


def students_on_the_list(event: Event) -> list[EventStudent]:
    rows = EventStudent.objects.filter(event=event, left_at__isnull=True)
    return list(
        rows.select_related("student").order_by("student__first_name", "student__last_name", "pk")
    )


def people_page(viewer: Viewer, event: Event, words: str) -> PeoplePage:
    rows = students_on_the_list(event)
    return PeoplePage(
        rows=tuple(rows),
        planners=sum(row.is_planner for row in rows),
        adults=tuple(event.staff.all()),
        found=tuple(students_found(viewer, event, words)),
        has_run=event.run_id is not None,
    )


def students_found(viewer: Viewer, event: Event, words: str) -> list[Student]:
    """Students these letters may mean, whom this viewer may invite and who are not on the list."""
    wanted = words_of(words)[:6]
    if not wanted:
        return []
    here = {row.student_id for row in students_on_the_list(event)}
    names = students_to_invite(viewer).exclude(pk__in=here).order_by()
    best = []
    for pk, first, called, last in names.values_list(
        "pk", "first_name", "preferred_name", "last_name"
    ):
        place = rank(wanted, f"{first} {called} {last}")
        if place is not None:
            best.append((place, fold(last + first), pk))
    ids = [pk for _place, _order, pk in sorted(best)[:MOST_FOUND]]
    rows = Student.objects.in_bulk(ids)
    return [rows[pk] for pk in ids]


def role_lines(event: Event) -> list[RoleLine]:
    """Roles with who holds them. Everybody may hold any role."""
    held = RoleHolder.objects.filter(role__event=event, given_back_at__isnull=True)
    holders: dict[int, list[Holder]] = {}
    for row in held.select_related("student"):
        words = f"{CHOSEN[RoleHolder.Chosen(row.chosen)]}. {HowAsked(row.how).label}."
        holders.setdefault(row.role_id, []).append(Holder(row, row.student, words))
    return [
        RoleLine(role, tuple(mine), max(0, role.places - len(mine)))
        for role in event.roles.filter(dropped_at__isnull=True)
        for mine in [holders.get(role.pk, [])]
    ]


def adults_to_name(viewer: Viewer, event: Event) -> QuerySet[Staff]:
    """Colleagues who are here and not named yet."""
    there = {one.pk for one in event.staff.all()} | {event.lead_id}
    return visible_staff(viewer).filter(closed_on__isnull=True).exclude(pk__in=there - {None})


def staff_to_lead(viewer: Viewer, leader_id: int | None = None) -> QuerySet[Staff]:
    """Whom this viewer may name as lead: anybody for the coordinator, else themselves. Who leads may go on."""
    now = Q(pk=leader_id or NOBODY)
    staff = visible_staff(viewer).filter(Q(closed_on__isnull=True) | now)
    if viewer.role == Role.COORDINATOR:
        return staff
    return staff.filter(Q(user_id=viewer.user_id or NOBODY) | now)


def own_staff_id(viewer: Viewer) -> int | None:
    """The viewer as an adult of the school."""
    mine = visible_staff(viewer).filter(user_id=viewer.user_id or NOBODY, closed_on__isnull=True)
    return mine.values_list("pk", flat=True).first()
