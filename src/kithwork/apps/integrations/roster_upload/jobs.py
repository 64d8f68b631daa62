"""The two pieces of background work of an import. Each is safe to run twice."""

from __future__ import annotations

from typing import Any

from kithwork.apps.accounts.queries import viewer_for
from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.roster_upload import quarantine, work
from kithwork.apps.jobs.run import JobRun
from kithwork.apps.people.actions import roster as actions
from kithwork.apps.people.queries import roster as queries


def preview_import(job: JobRun) -> dict[str, Any]:
    """Read and compare a large file."""
    by = _by(job)
    row = queries.import_or_404(by, int(job.args["import"]))
    row = work.preview(row, by=by, progress=_said(job))
    return {"import": row.pk, "status": row.status}


def apply_import(job: JobRun) -> dict[str, Any]:
    """Write a previewed file, everything or nothing."""
    by = _by(job)
    row = queries.import_or_404(by, int(job.args["import"]))
    if row.status == "applied":
        return {"import": row.pk, "status": row.status}
    try:
        row = work.apply(row, by=by, leaving=job.args.get("leaving"), progress=_said(job))
    except FileRefused as refused:
        quarantine.forget(row.quarantine)
        row = actions.refuse_import(row, [f.as_kept() for f in refused.faults], by=by)
    return {"import": row.pk, "status": row.status}


def _by(job: JobRun) -> Viewer:
    """Whoever asked, in the role they hold now."""
    by = viewer_for(job.asked_by_id, job.school_id) if job.asked_by_id else None
    if by is None:
        raise Problem("Whoever began this import may no longer do it. Nothing was changed.")
    return by


def _said(job: JobRun) -> work.Progress:
    def progress(said: str, percent: int) -> None:
        job.progress(stage=said, percent=percent)

    return progress
