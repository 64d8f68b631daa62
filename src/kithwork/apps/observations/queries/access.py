"""Whose progress observers see because of a plan, told anew from the plans: for `kithwork check-access`."""

from __future__ import annotations

from datetime import date

from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.observations.models import PlanStudent
from kithwork.apps.observations.policies import cause_of
from kithwork.apps.people.access_check import Days, Way
from kithwork.apps.schools.models import School


def observers(school: School, today: date) -> dict[Way, Days]:
    """Both observers of every plan that goes on, to each of its students, until its last day."""
    rows = PlanStudent.objects.filter(
        plan__school=school, plan__ended_at__isnull=True, plan__ends_on__gte=today
    ).select_related("plan__observer", "plan__second_observer")
    found = {}
    for row in rows:
        for staff in filter(None, (row.plan.observer, row.plan.second_observer)):
            if staff.user_id is not None:
                way = Way(staff.user_id, row.student_id, Depth.PROGRESS, cause_of(row.plan_id))
                found[way] = (min(row.plan.starts_on, today), row.plan.ends_on)
    return found
