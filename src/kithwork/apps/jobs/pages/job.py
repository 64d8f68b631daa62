"""How far a job is: a fragment that asks again each second, and a page without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.jobs import actions, queries


@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stage, best so far, bound, time; *Stop and keep best*."""
    row = queries.job_or_404(request.viewer, job_id)
    page = {"job": row, "seconds": queries.elapsed_seconds(row)}
    name = "jobs/_job.html" if request.htmx else "jobs/job.html"
    return render(request, name, page)


@require_POST
def stop_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop and keep the best found so far."""
    row = queries.job_or_404(request.viewer, job_id)
    actions.stop_and_keep_best(row, by=request.viewer)
    target = request.POST.get("next", "")
    # Without a slash it would be taken for the name of a page.
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if safe else "jobs:job", *([] if safe else [row.pk]))
