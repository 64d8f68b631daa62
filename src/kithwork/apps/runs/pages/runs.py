"""The list of runs, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import YES, no, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.queries import section_or_404
from kithwork.apps.practices.queries import playbook_for
from kithwork.apps.runs import policies, queries
from kithwork.apps.runs.queries.giving import giving_page
from kithwork.apps.runs.queries.rotation import swaps


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """What goes on, what gets ready, and, when asked, what is over."""
    viewer = request.viewer
    _require_adult(viewer)
    show = "closed" if request.GET.get("show") == "over" else ""
    page = {
        "cards": queries.runs_list(viewer, show),
        "shows_over": bool(show),
        "may_start": policies.may_start_run(viewer),
    }
    return render(request, "runs/runs.html", page)


def _require_adult(viewer: Viewer) -> None:
    is_there = viewer.role in policies.WHOLE_SCHOOL | policies.RUNS_RUNS
    require(YES if is_there else no("Runs are for the adults who lead them and are there."))


@require_safe
def of_class(request: HttpRequest, section_id: int) -> HttpResponse:
    """What goes on with one class, and a way to begin something with it."""
    _require_adult(request.viewer)
    section = section_or_404(request.viewer, section_id)
    page = {
        "section": section,
        "cards": queries.runs_list(request.viewer, section_id=section.pk),
        "may_start": policies.may_start_run(request.viewer),
    }
    return render(request, "runs/runs.html", page)


@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: what is next, who, when, and what to decide."""
    page = queries.run_page(request.viewer, run_id)
    more = {
        "giving": giving_page(request.viewer, page.run),
        "swaps": swaps(request.viewer, page.run),
        # A practice of the school that was withdrawn has no page any more; its run goes on.
        "practice": playbook_for(page.run.school_id, page.playbook.id),
    }
    return render(request, "runs/run.html", {"page": page, "run": page.run, **more})


urls = [
    path("runs/", runs, name="runs"),
    path("runs/class/<int:section_id>/", of_class, name="of_class"),
    path("runs/<int:run_id>/", run, name="run"),
]
