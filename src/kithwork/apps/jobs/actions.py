"""Asking for background work, and asking it to stop with the best it has."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.policies import may_stop_job
from kithwork.apps.jobs.rota import KINDS
from kithwork.apps.trail.actions import action, note


@action("job.enqueue")
def enqueue(kind: str, args: dict[str, Any], *, by: Viewer, once: str | None = None) -> Job:
    """Put work in the queue; it starts after the change that asked for it is kept.

    Raises Problem when a job with the same `once` key is still open.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of job: {kind}")
    if (
        once
        and Job.objects.filter(once=once, state__in=[Job.State.QUEUED, Job.State.RUNNING]).exists()
    ):
        raise Problem("This is being worked on already. Look at Plan to see how far it is.")
    job = Job.objects.create(
        kind=kind, args=args, school_id=by.school_id, asked_by_id=by.user_id, once=once
    )
    note(kind=kind)
    transaction.on_commit(lambda: _start(job.pk))
    return job


def _start(job_id: int) -> None:
    """With a broker, hand it over; without, the executor beside the server finds the row."""
    from kithwork.apps.jobs import engine

    engine.hand_over(job_id)


@action("job.stop")
def stop_and_keep_best(job: Job, *, by: Viewer) -> Job:
    """Ask a running job to stop now and keep the best it has found; a waiting one stops at once."""
    require(may_stop_job(by, job))
    Job.objects.filter(pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(
        stop_requested=True
    )
    job.refresh_from_db()
    return job
