"""Who sees what groups came to, and who sets a comparison up."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.evaluations.models import Evaluation
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.policies import NOBODY

SEES = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.PLANNING_TEAM})


def visible_evaluations(viewer: Viewer) -> QuerySet[Evaluation]:
    if viewer.role not in SEES:
        return Evaluation.objects.none()
    return Evaluation.objects.filter(school_id=viewer.school_id or NOBODY)


def may_open(viewer: Viewer) -> Verdict:
    if viewer.role in SEES and viewer.school_id is not None:
        return YES
    return no(_("What groups came to is open to those who run the program. Ask the coordinator."))


def may_set_up(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("The coordinator sets a comparison up. Tell them what you would like to know."))


def sees_small_groups(viewer: Viewer) -> bool:
    """Who may read each single answer is told nothing new by a group of five; everybody else is."""
    return viewer.role == Role.COORDINATOR
