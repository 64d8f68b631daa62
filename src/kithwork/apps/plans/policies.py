"""Who may see, ask for, edit and publish plans."""

from __future__ import annotations

from django.db.models import QuerySet

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.plans.models import Draft, PlanAsk

PLANNERS = frozenset({Role.COORDINATOR})
READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})


def visible_asks(viewer: Viewer) -> QuerySet[PlanAsk]:
    if viewer.role not in PLANNERS or viewer.school_id is None:
        return PlanAsk.objects.none()
    return PlanAsk.objects.filter(school_id=viewer.school_id)


def visible_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """A school's drafts, for its coordinator: they show who is with whom before anybody agreed."""
    if viewer.role not in PLANNERS or viewer.school_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(school_id=viewer.school_id)


def visible_plan_in_force(viewer: Viewer) -> QuerySet[Draft]:
    """The published plan, for its dates and counts: for those who run the program and those who answer for it."""
    if viewer.role not in READERS or viewer.school_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(school_id=viewer.school_id, status=Draft.Status.IN_FORCE)


def may_plan(viewer: Viewer) -> Verdict:
    if viewer.role in PLANNERS and viewer.school_id is not None:
        return YES
    return no("Only the coordinator can make plans. Ask your coordinator.")


def may_see_plan_page(viewer: Viewer) -> Verdict:
    if viewer.role in READERS and viewer.school_id is not None:
        return YES
    return no("The plan is made by the coordinator. Your own times are on Today.")


def may_edit_draft(viewer: Viewer, draft: Draft) -> Verdict:
    if not visible_drafts(viewer).filter(pk=draft.pk).exists():
        return no("This plan is not one of yours.")
    return YES
