"""Reads of jobs, shaped for the progress page."""

from __future__ import annotations

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.policies import visible_jobs


def job_or_404(viewer: Viewer, job_id: int) -> Job:
    return first_or_404(visible_jobs(viewer).filter(pk=job_id))


def elapsed_seconds(job: Job) -> int:
    """Whole seconds since the job was asked for, until it ended."""
    return max(0, int(((job.finished_at or clock.now()) - job.asked_at).total_seconds()))


def open_jobs(viewer: Viewer, kind: str = "") -> list[Job]:
    jobs = visible_jobs(viewer).filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return list(jobs.filter(kind=kind) if kind else jobs)


def failed_jobs_since(viewer: Viewer, since) -> list[Job]:
    """Jobs that ended without a result, newest first."""
    return list(visible_jobs(viewer).filter(state=Job.State.FAILED, finished_at__gte=since)[:5])
