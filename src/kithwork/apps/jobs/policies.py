"""Who may watch and stop a job."""

from __future__ import annotations

from django.db.models import QuerySet

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.jobs.models import Job

WATCHERS = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})


def visible_jobs(viewer: Viewer) -> QuerySet[Job]:
    """A school's jobs, for those who run its program."""
    if viewer.school_id is None or viewer.role not in WATCHERS:
        return Job.objects.none()
    return Job.objects.filter(school_id=viewer.school_id)


def may_stop_job(viewer: Viewer, job: Job) -> Verdict:
    if visible_jobs(viewer).filter(pk=job.pk).exists():
        return YES
    return no("Only the coordinator can stop this. Ask your coordinator.")
