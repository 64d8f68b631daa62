"""How the adult steps back: the plan, where it stands, and a change of level with its reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import actions, policies, queries
from kithwork.apps.runs.forms import LevelForm
from kithwork.apps.runs.queries.fading import fading_page, phase_now
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def fading(request: HttpRequest, run_id: int) -> HttpResponse:
    """Six levels with what an adult does at each; whoever may change the run sets another one."""
    viewer = request.viewer
    run = queries.run_or_404(viewer, run_id)
    may_change = policies.may_change_run(viewer, run)
    page = fading_page(viewer, run)
    form = LevelForm(request.POST or None, fading=page.fading, level=run.adult_level)
    status = 200
    if request.method == "POST":
        require(may_change)
        if form.is_valid() and _set(request, run, form):
            return redirect("runs:fading", run.pk)
        status = 422
    context = {"run": run, "page": page, "form": form, "may_change": may_change}
    return render(request, "runs/fading.html", context, status=status)


def _set(request: HttpRequest, run: Any, form: LevelForm) -> bool:
    today = clock.today_for(request.viewer)
    try:
        actions.set_phase(
            run,
            kind=phase_now(run),
            adult_level=form.cleaned_data["adult_level"],
            starts_on=min(max(today, run.starts_on), run.ends_on),
            reason=form.cleaned_data["reason"],
            by=request.viewer,
        )
    except Problem as problem:
        form.add_error(None, str(problem))
        return False
    toast(request, _("Saved. Earlier levels stay on record."))
    return True


urls = [path("runs/<int:run_id>/fading/", fading, name="fading")]
