"""Who somebody is: their roles, and the Viewer each makes."""

from __future__ import annotations

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
        is_demo=membership.district.is_demo,
    )


def viewer_for(user_id: int, school_id: int) -> Viewer | None:
    """The Viewer of a person in a school, for work done later in their name; None once they hold no role."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    membership = user and memberships_of(user).filter(school_id=school_id).first()
    return viewer_of(membership, user) if user and membership else None


def demo_is_open() -> bool:
    """May anyone choose who to be? Only in demo mode, and never once a real school exists."""
    return bool(settings.KITHWORK_DEMO) and not School.objects.filter(is_demo=False).exists()


def demo_people(limit_a_role: int = 4) -> list[tuple[School | None, list[Membership]]]:
    """The made-up people to choose from, by school, staff first. Not for a real school."""
    if not demo_is_open():
        return []
    order = {role: place for place, role in enumerate(Role)}
    rows = (
        Membership.objects.filter(district__is_demo=True)
        .select_related("user", "school")
        .order_by("pk")
    )
    shown: dict[int | None, list[Membership]] = {}
    seen: dict[tuple[int | None, str], int] = {}
    for row in rows:
        key = (row.school_id, row.role)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= limit_a_role:
            shown.setdefault(row.school_id, []).append(row)
    groups = []
    for people in shown.values():
        people.sort(key=lambda row: order[Role(row.role)])
        groups.append((people[0].school, people))
    groups.sort(key=lambda group: (group[0] is None, group[0].pk if group[0] else 0))
    return groups
