"""Who may read the trail."""

from __future__ import annotations

from django.db.models import QuerySet

from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.trail.models import TrailEntry

READERS = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})


def visible_entries(viewer: Viewer) -> QuerySet[TrailEntry]:
    """A school's own lines, for its coordinator and principal."""
    if viewer.role in READERS and viewer.school_id is not None:
        return TrailEntry.objects.filter(school_id=viewer.school_id)
    return TrailEntry.objects.none()
