"""Ask for a plan, watch it grow, and choose among three."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.consents.queries import without_permission
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.jobs.queries import elapsed_seconds, job_or_404
from kithwork.apps.peers.queries import ready_without_mastery
from kithwork.apps.plans import actions, policies, queries
from kithwork.apps.plans.forms import AskForm
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Dates and what will be weighed; then match."""
    require(policies.may_plan(request.viewer))
    form = AskForm(request.POST or None, initial=queries.ask_defaults(request.viewer))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_for_plan(by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("plans:matching", made.pk)
    page = {
        "form": form,
        "page": queries.plan_page(request.viewer),
        "unasked": without_permission(request.viewer),
        "untrained": ready_without_mastery(request.viewer),
    }
    return render(request, "plans/ask.html", page)


@require_safe
def matching(request: HttpRequest, ask_id: int) -> HttpResponse:
    """How far the match is; on to the three plans when it is done."""
    asked = queries.ask_or_404(request.viewer, ask_id)
    job = job_or_404(request.viewer, asked.job_id)
    if job.state == "done":
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": f"/plan/ask/{asked.pk}/compare/"})
        return redirect("plans:compare", asked.pk)
    page = {"ask": asked, "job": job, "seconds": elapsed_seconds(job)}
    name = "plans/_matching.html" if request.htmx else "plans/matching.html"
    return render(request, name, page)


@require_safe
def compare(request: HttpRequest, ask_id: int) -> HttpResponse:
    """The three named plans side by side."""
    asked = queries.ask_or_404(request.viewer, ask_id)
    page = queries.compare_page(request.viewer, asked)
    if not page.columns:
        return redirect("plans:matching", asked.pk)
    return render(request, "plans/compare.html", {"page": page})


@require_POST
def drop(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Put the drafts of an ask away."""
    asked = queries.ask_or_404(request.viewer, ask_id)
    actions.drop_drafts(asked.pk, by=request.viewer)
    toast(request, "The drafts are put away.")
    return redirect("plans:plan")
