"""A run begins, pauses, goes on, ends, and changes phase."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.runs import actions, queries
from kithwork.apps.runs.forms import PhaseForm, ReasonForm
from kithwork.apps.runs.pages.changing import run_to_change
from kithwork.apps.ui.toasts import toast


@require_POST
def activate_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let it begin. What is missing is on its page already."""
    run = run_to_change(request, run_id)
    actions.activate_run(run, by=request.viewer)
    toast(request, _("%(name)s has begun. Its times are on the calendar.") % {"name": run.name})
    return redirect("runs:run", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def pause_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask why, then stop coming sessions."""
    return _with_reason(request, run_id, actions.pause_run, "runs/pause_run.html")


@require_http_methods(["GET", "HEAD", "POST"])
def close_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask why, then end it."""
    return _with_reason(request, run_id, actions.close_run, "runs/close_run.html")


def _with_reason(request: HttpRequest, run_id: int, act: Any, template: str) -> HttpResponse:
    run = run_to_change(request, run_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(run, reason=form.cleaned_data["reason"], by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("runs:run", run.pk)
    ending = queries.playbook_here(run).ending
    return render(request, template, {"run": run, "form": form, "ending": ending})


@require_POST
def resume_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Go on."""
    run = actions.resume_run(run_to_change(request, run_id), by=request.viewer)
    toast(request, _("It goes on. Its times are on the calendar again."))
    return redirect("runs:run", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def set_phase(request: HttpRequest, run_id: int) -> HttpResponse:
    """A new phase, or the adult a step nearer or further."""
    run = run_to_change(request, run_id)
    last = queries.run_page(request.viewer, run_id).phases
    initial = {
        "kind": last[-1].phase.kind if last else None,
        "adult_level": run.adult_level,
        "starts_on": max(run.starts_on, clock.today_for(request.viewer)),
    }
    form = PhaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_phase(run, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Saved. Earlier phases stay on record."))
            return redirect("runs:run", run.pk)
    fading = queries.playbook_here(run).fading
    return render(request, "runs/set_phase.html", {"run": run, "form": form, "fading": fading})


urls = [
    path("runs/<int:run_id>/begin/", activate_run, name="activate_run"),
    path("runs/<int:run_id>/pause/", pause_run, name="pause_run"),
    path("runs/<int:run_id>/go-on/", resume_run, name="resume_run"),
    path("runs/<int:run_id>/close/", close_run, name="close_run"),
    path("runs/<int:run_id>/phase/", set_phase, name="set_phase"),
]
