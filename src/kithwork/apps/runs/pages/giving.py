"""Both sides of everybody in a run, for the staff who see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.runs import policies, queries
from kithwork.apps.runs.queries.giving import giving_page


@require_safe
def giving(request: HttpRequest, run_id: int) -> HttpResponse:
    """Who gave and who received over the last weeks, by name; nobody is ranked."""
    run = queries.run_or_404(request.viewer, run_id)
    page = {
        "run": run,
        "giving": giving_page(request.viewer, run),
        "may_change": policies.may_change_run(request.viewer, run),
    }
    return render(request, "runs/giving.html", page)


urls = [path("runs/<int:run_id>/giving/", giving, name="giving")]
