"""Counts for the planning team: no student is named here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.home.queries.day import DayHead
from kithwork.apps.plans.queries import PlanPage, open_in_plan
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.policies import visible_sessions


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """One tile: a number, its "of", and what it counts."""

    number: int
    of: str
    label: str


def school_counts(viewer: Viewer, head: DayHead, plan: PlanPage) -> list[SchoolCount]:
    """Is it happening, and is everyone included?"""
    counts = [SchoolCount(plan.needs, "", _("needs written down"))]
    draft = plan.in_force
    if draft is not None:
        unmet = open_in_plan(draft)
        counts[0] = SchoolCount(
            unmet.met, _("of %(n)s") % {"n": unmet.total}, _("needs met in the plan")
        )
    counts.append(SchoolCount(plan.volunteers, "", _("peers ready")))
    monday = head.on - timedelta(days=head.on.weekday())
    rows = visible_sessions(viewer).filter(on__gte=monday, on__lt=monday + timedelta(weeks=1))
    rows = rows.exclude(status=Session.Status.CANCELLED)
    week = rows.aggregate(times=Count("pk"), students=Count("student_id", distinct=True))
    if week["times"]:
        counts.append(SchoolCount(week["times"], "", _("times together this week")))
        counts.append(SchoolCount(week["students"], "", _("students with time together")))
    return counts
