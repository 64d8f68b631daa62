"""Reads of roster imports, shaped for their pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import ColumnMapping, RosterImport
from kithwork.apps.people.policies import may_import_roster
from kithwork.apps.people.roster.meetings import unnamed_labels
from kithwork.apps.schools.models import School


def visible_imports(viewer: Viewer) -> QuerySet[RosterImport]:
    """A school's imports, for those who run it. The machine's keeper sees no student's name."""
    if viewer.role == Role.SYSTEM_ADMINISTRATOR or not may_import_roster(viewer):
        return RosterImport.objects.none()
    return RosterImport.objects.filter(school_id=viewer.school_id).select_related("school", "by")


def import_or_404(viewer: Viewer, import_id: int) -> RosterImport:
    return first_or_404(visible_imports(viewer).filter(pk=import_id))


def past_imports(viewer: Viewer, limit: int = 20) -> list[RosterImport]:
    """Those applied or taken back, newest first."""
    done = [RosterImport.Status.APPLIED, RosterImport.Status.UNDONE]
    return list(visible_imports(viewer).filter(status__in=done)[:limit])


def may_be_undone(row: RosterImport) -> bool:
    """Is this the last one that changed anything?"""
    if row.status != RosterImport.Status.APPLIED or not row.changes.exists():
        return False
    later = RosterImport.objects.filter(
        school__district=row.school.district,
        status=RosterImport.Status.APPLIED,
        pk__gt=row.pk,
        changes__isnull=False,
    )
    return not later.exists()


def remembered_columns(school_id: int, purpose: str, shape: str) -> dict[str, Any] | None:
    """How this school read a list of this shape last time."""
    kept = ColumnMapping.objects.filter(school_id=school_id, purpose=purpose, shape=shape).first()
    return dict(kept.columns) if kept else None


def school_of(viewer: Viewer) -> School:
    return School.objects.get(pk=viewer.school_id)


def periods_to_name(school: School) -> list[str]:
    """What the roster calls periods and nobody has said yet."""
    return unnamed_labels(school)
