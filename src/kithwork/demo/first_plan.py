"""A plan in force in the first demo school, so that Today has a day to show."""

from __future__ import annotations

from datetime import timedelta

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.jobs import run
from kithwork.apps.plans.actions import ask_for_plan, publish
from kithwork.apps.plans.models import Draft
from kithwork.apps.schools.queries import current_year
from kithwork.demo.plan import HARLOW

WEEKS = 6
SECONDS = 4


def publish_first_plan() -> Draft:
    """Ask for a plan as the school's coordinator would, and publish the balanced one."""
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    viewer = viewer_of(held, held.user)
    today = clock.today_for(viewer)
    monday = today - timedelta(days=today.weekday())
    year = current_year(held.school, today)
    ends_on = monday + timedelta(weeks=WEEKS, days=-3)
    ask = ask_for_plan(
        starts_on=monday,
        ends_on=min(ends_on, year.ends_on) if year else ends_on,
        seconds=SECONDS,
        by=viewer,
    )
    job = run.claim(ask.job_id, run.runner_name())
    if job is not None:
        run.run(job)
    draft = ask.drafts.get(aim=Draft.Aim.BALANCED)
    return publish(draft, version=draft.version, by=viewer)
