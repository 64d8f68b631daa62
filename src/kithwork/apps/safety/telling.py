"""Telling those who look after a school. The message names nobody."""

from __future__ import annotations

from django.urls import reverse

from kithwork.apps.accounts.queries import who_holds
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice


def tell_those_who_look_after(
    school_id: int, title: str, *, by: Viewer, roles: tuple[Role, ...] = (Role.COORDINATOR,)
) -> None:
    """Leave a notice for each of them but the one who is saying it."""
    url = reverse("safety:safety")
    notices = [
        Notice(school_id=school_id, to_id=user, kind="safety", title=title, url=url)
        for user in who_holds(school_id, roles, but=by.user_id)
    ]
    if notices:
        leave_notices(notices, by=by)
