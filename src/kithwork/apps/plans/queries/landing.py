"""Where planning stands, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.queries import open_jobs
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.apps.plans.policies import (
    visible_asks,
    visible_drafts,
    visible_plan_in_force,
)
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import current_year, limits


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Counts that say whether a plan can be asked for, the plan in force, and asks with open drafts."""

    students: int
    needs: int
    volunteers: int
    in_force: Draft | None
    asks: tuple[PlanAsk, ...]
    job: Job | None


def plan_page(viewer: Viewer) -> PlanPage:
    school_id = viewer.school_id
    open_needs = SupportNeed.objects.filter(student__school_id=school_id, closed_on__isnull=True)
    with_drafts = visible_asks(viewer).filter(drafts__status=Draft.Status.OPEN).distinct()
    jobs = open_jobs(viewer, "plans.solve")
    return PlanPage(
        students=Student.objects.filter(school_id=school_id, closed_on__isnull=True).count(),
        needs=open_needs.count(),
        volunteers=Volunteer.objects.filter(
            student__school_id=school_id, status=Volunteer.Status.READY
        ).count(),
        in_force=visible_plan_in_force(viewer).select_related("ask").first(),
        asks=tuple(with_drafts.prefetch_related("drafts")[:5]),
        job=jobs[0] if jobs else None,
    )


@dataclass(frozen=True, slots=True)
class OpenInPlan:
    """How many needs a plan meets, and for how many students one is open."""

    met: int
    total: int
    needs: int
    students: int


def open_in_plan(draft: Draft) -> OpenInPlan:
    """Counted from the sessions as they are now; what a person left open is not counted as waiting."""
    rows = draft.ask.problem["needs"]
    held = Counter(row["need"] for row in draft.sessions)
    unmet = [row for row in rows if held[row["id"]] < row["sessions"]]
    waiting = [row for row in unmet if row["id"] not in draft.left_open]
    return OpenInPlan(
        met=len(rows) - len(unmet),
        total=len(rows),
        needs=len(waiting),
        students=len({row["student"] for row in waiting}),
    )


def ask_or_404(viewer: Viewer, ask_id: int) -> PlanAsk:
    return first_or_404(visible_asks(viewer).filter(pk=ask_id))


def draft_or_404(viewer: Viewer, draft_id: int) -> Draft:
    return first_or_404(visible_drafts(viewer).select_related("ask", "school").filter(pk=draft_id))


def ask_defaults(viewer: Viewer) -> dict[str, date | int]:
    """From tomorrow's Monday or today, for as many weeks as the school plans, never past the year."""
    school = School.objects.get(pk=viewer.school_id)
    today, held_to = clock.today_for(viewer), limits(school)
    starts_on = today if today.weekday() == 0 else today + timedelta(days=7 - today.weekday())
    ends_on = starts_on + timedelta(weeks=held_to.plan_weeks, days=-3)
    year = current_year(school, starts_on)
    if year is not None:
        ends_on = min(ends_on, year.ends_on)
    return {
        "starts_on": starts_on,
        "ends_on": max(ends_on, starts_on),
        "seconds": held_to.plan_seconds,
    }


def asked_since(school_id: int, moment: datetime) -> bool:
    """Has anybody asked for a plan since then? It rests on the needs and offers of that time."""
    return PlanAsk.objects.filter(school_id=school_id, asked_at__gte=moment).exists()
