"""Leave a notice for somebody."""

from __future__ import annotations

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.notices.models import Notice
from kithwork.apps.trail.actions import action, note


@action("notice.leave")
def leave_notices(notices: list[Notice], *, by: Viewer) -> list[Notice]:
    """Queue messages, each to one person. They are part of the change that causes them."""
    note(count=len(notices))
    return Notice.objects.bulk_create(notices)
