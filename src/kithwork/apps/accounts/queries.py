"""Who somebody is: their roles, and the Viewer each makes."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.models import School


def memberships_of(user: User) -> QuerySet[Membership]:
    """The roles a person holds today, in the order they were given."""
    on = clock.now().date()
    return (
        Membership.objects.filter(user=user)
        .filter(
            Q(from_on__isnull=True) | Q(from_on__lte=on),
            Q(until_on__isnull=True) | Q(until_on__gte=on),
        )
        .select_related("school", "district")
        .order_by("pk")
    )


def viewer_of(membership: Membership, user: User) -> Viewer:
    school = membership.school
    return Viewer(
        user_id=user.pk,
        role=Role(membership.role),
        name=user.name,
        school_id=school.pk if school else None,
        school_name=school.name if school else membership.district.name,
        district_id=membership.district_id,
        membership_id=membership.pk,
        timezone=school.timezone if school else "America/New_York",
        theme=user.theme,
        size=user.size,
        language=user.language,
        school_language=school.students_language if school else "",
        is_demo=membership.district.is_demo,
    )


def who_holds(school_id: int, roles: tuple[Role, ...], *, but: int | None = None) -> list[int]:
    """Ids of those who hold one of the roles in a school today, without one person."""
    held = Membership.objects.filter(school_id=school_id, role__in=roles)
    held = held.exclude(user_id=but).exclude(until_on__lt=clock.now().date())
    return sorted(set(held.values_list("user_id", flat=True)))


def viewer_for(user_id: int, school_id: int) -> Viewer | None:
    """The Viewer of a person in a school, for work done later in their name; None once they hold no role."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    membership = user and memberships_of(user).filter(school_id=school_id).first()
    return viewer_of(membership, user) if user and membership else None


def demo_is_open() -> bool:
    """May anyone choose who to be? Only in demo mode, and never once a real school exists."""
    return bool(settings.KITHWORK_DEMO) and not School.objects.filter(is_demo=False).exists()


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A made-up school, or the district as a whole: whom to see first, and who else is there."""

    school: School | None
    first: list[Membership]
    more: list[Membership]

    @property
    def everybody(self) -> list[Membership]:
        return self.first + self.more


def demo_places(limit_a_role: int = 4) -> list[DemoPlace]:
    """The made-up people to choose from, by school, coordinator first. Not for a real school."""
    if not demo_is_open():
        return []
    order = {role.value: place for place, role in enumerate(Role)}
    rows = (
        Membership.objects.filter(district__is_demo=True, district__is_trial=False)
        .select_related("user", "school")
        .order_by("pk")
    )
    by_school: dict[int | None, dict[str, list[Membership]]] = {}
    for row in rows:
        of_role = by_school.setdefault(row.school_id, {}).setdefault(row.role, [])
        if len(of_role) < limit_a_role:
            of_role.append(row)
    ids = sorted(by_school, key=lambda school_id: (school_id is None, school_id))
    return [
        _demo_place(
            [by_school[one][role] for role in sorted(by_school[one], key=order.get)], number
        )
        for number, one in enumerate(ids)
    ]


def _demo_place(of_roles: list[list[Membership]], number: int) -> DemoPlace:
    """In the first school one person of each role stands open, in the others the coordinator."""
    school = of_roles[0][0].school
    ones = [people[0] for people in of_roles]
    rest = [row for people in of_roles for row in people[1:]]
    open_ones = len(ones) if number == 0 or school is None else 1
    return DemoPlace(school, ones[:open_ones], ones[open_ones:] + rest)
