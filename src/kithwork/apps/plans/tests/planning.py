"""What the tests of plans share: an ask solved here and now, without a worker beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.run import JobRun, claim, runner_name
from kithwork.apps.plans.actions import ask_for_plan
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.apps.plans.solve_job import solve_ask

FIRST, LAST = date(2026, 11, 9), date(2026, 12, 18)


def solve_now(ask: PlanAsk) -> JobRun:
    """Do the ask's job in this process, and finish it as a worker would."""
    job = claim(ask.job_id, runner_name())
    assert job is not None
    run = JobRun(job)
    run.finish(solve_ask(run))
    return run


def ask_and_solve(by: Any, *, first: date = FIRST, last: date = LAST) -> PlanAsk:
    ask = ask_for_plan(starts_on=first, ends_on=last, seconds=1, by=by)
    solve_now(ask)
    return ask


def balanced(by: Any, **dates: date) -> Draft:
    """The balanced draft of a fresh ask."""
    return ask_and_solve(by, **dates).drafts.get(aim=Draft.Aim.BALANCED)


def names_in(draft: Draft) -> dict[int, str]:
    """Row of a student -> their id in this draft."""
    return {row: name for name, row in draft.ask.people["students"].items()}


def need_id(draft: Draft, need: Any) -> str:
    """The draft's id for a need of the school."""
    return next(name for name, row in draft.ask.people["needs"].items() if row == need.pk)


def open_job() -> Job:
    return Job.objects.get(state=Job.State.QUEUED)
