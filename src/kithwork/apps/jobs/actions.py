"""Asking for background work, and asking it to stop with the best it has."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.policies import may_stop_job
from kithwork.apps.jobs.rota import KINDS
from kithwork.apps.trail.actions import action, note

log = logging.getLogger(__name__)


@action("job.enqueue")
def enqueue(kind: str, args: dict[str, Any], *, by: Viewer, once: str | None = None) -> Job:
    """Put work in the queue; it starts after the change that asked for it is kept.

    Raises Problem when a job with the same `once` key is still open.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of job: {kind}")
    try:
        # The constraint decides, not a look beforehand: two people may ask at the same moment.
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, args=args, school_id=by.school_id, asked_by_id=by.user_id, once=once
            )
    except IntegrityError:
        raise Problem(
            _("This is being worked on already. Look at Plan to see how far it is.")
        ) from None
    note(kind=kind)
    transaction.on_commit(lambda: _start(job.pk))
    return job


def _start(job_id: int) -> None:
    """With a broker, hand it over; without, the executor beside the server finds the row."""
    from kithwork.apps.jobs import engine

    try:
        engine.hand_over(job_id)
    except Exception:
        # The row is kept; a worker finds it at its next look, so nobody's page breaks.
        log.exception("job %s waits: the broker could not be reached", job_id)


@action("job.stop")
def stop_and_keep_best(job: Job, *, by: Viewer) -> Job:
    """Ask a job to stop and keep the best it has found; one that waits will stop as soon as it starts."""
    require(may_stop_job(by, job))
    Job.objects.filter(pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(
        stop_requested=True
    )
    job.refresh_from_db()
    return job
