"""Telling those who look after a school. The message names nobody."""

from __future__ import annotations

from django.urls import reverse

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice


def tell_those_who_look_after(
    school_id: int, title: str, *, by: Viewer, roles: tuple[Role, ...] = (Role.COORDINATOR,)
) -> None:
    """Leave a notice for each of them but the one who is saying it."""
    users = (
        Membership.objects.filter(school_id=school_id, role__in=roles)
        .exclude(user_id=by.user_id)
        .exclude(until_on__lt=clock.now().date())
        .values_list("user_id", flat=True)
        .distinct()
    )
    url = reverse("safety:safety")
    notices = [
        Notice(school_id=school_id, to_id=user, kind="safety", title=title, url=url)
        for user in sorted(users)
    ]
    if notices:
        leave_notices(notices, by=by)
