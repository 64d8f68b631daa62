"""Asking in the background: three drafts or nothing, never twice."""

from __future__ import annotations

from datetime import date

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.run import JobRun, LostClaim, claim, runner_name
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.plans import actions
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.apps.plans.queries import compare_page
from kithwork.apps.plans.solve_job import solve_ask
from kithwork.apps.plans.tests.planning import FIRST, LAST, ask_and_solve, open_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def ask(by, **dates):
    given = {"starts_on": FIRST, "ends_on": LAST, **dates}
    return actions.ask_for_plan(**given, seconds=1, by=by)


def test_three_named_drafts_come_of_one_ask(cast):
    asked = ask_and_solve(cast.rosa)

    assert {draft.aim for draft in asked.drafts.all()} == {"balanced", "time", "wishes"}
    job = Job.objects.get()
    assert job.state == Job.State.DONE
    assert {"stage", "best", "bound", "percent"} <= set(job.progress)
    page = compare_page(cast.rosa, asked)
    assert [(one.sessions, one.wished) for one in page.columns] == [(7, 7)] * 3
    assert page.are_alike
    assert not compare_page(cast.zed, asked).columns


def test_one_ask_at_a_time_in_a_school(cast):
    ask(cast.rosa)
    with pytest.raises(Problem, match="worked on already"):
        ask(cast.rosa)
    assert PlanAsk.objects.count() == 1


def test_a_worker_that_lost_its_job_writes_nothing(cast):
    asked = ask(cast.rosa)
    run = JobRun(claim(asked.job_id, runner_name()))
    Job.objects.filter(pk=asked.job_id).update(runner="somebody else")

    with pytest.raises(LostClaim):
        solve_ask(run)

    assert not Draft.objects.exists()


def test_running_a_finished_ask_again_makes_no_second_result(cast):
    asked = ask_and_solve(cast.rosa)
    Job.objects.update(state=Job.State.QUEUED)

    solve_ask(JobRun(claim(asked.job_id, runner_name())))

    assert Draft.objects.count() == 3


def test_stop_keeps_the_best_so_far(cast):
    asked = ask(cast.rosa)
    job = open_job()
    Job.objects.filter(pk=job.pk).update(stop_requested=True)
    run = JobRun(claim(asked.job_id, runner_name()))
    run.beat()
    assert run.should_stop()

    solve_ask(run)

    assert Draft.objects.count() == 3
    assert all(draft.sessions for draft in Draft.objects.all())


@pytest.mark.parametrize(
    ("empty", "words"), [(SupportNeed, "asked for company"), (Volunteer, "offered to partner")]
)
def test_nothing_to_plan_is_said(cast, empty, words):
    empty.objects.all().delete()
    with pytest.raises(Problem, match=words):
        ask(cast.rosa)


def test_the_last_day_is_not_before_the_first(cast):
    with pytest.raises(Problem, match="on or after"):
        ask(cast.rosa, ends_on=date(2026, 11, 1))


@pytest.mark.parametrize("person", ["tess", "ines", "tomas", "pia", "ben_viewer", "marta", "dora"])
def test_only_a_coordinator_asks(cast, person):
    with pytest.raises(Refused):
        ask(getattr(cast, person))
    assert not PlanAsk.objects.exists()
