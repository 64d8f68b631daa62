"""The school's own numbers in rules that are our defaults, and the rules of a run as they are sealed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.suggestions import actions, policies, queries
from kithwork.apps.suggestions.forms import ValueForm
from kithwork.apps.ui.toasts import toast


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Every rule with its numbers, where they come from, and which the school may change."""
    require(policies.may_read_values(request.viewer))
    return _page(request)


def _page(request: HttpRequest, problem: str = "", at: str = "") -> HttpResponse:
    page = {
        "lines": queries.rule_lines(request.viewer),
        "may_change": policies.may_set_values(request.viewer),
        "problem": problem,
        "at": at,
    }
    return render(request, "suggestions/values.html", page)


@require_POST
def set_value(request: HttpRequest, rule_id: str, place: int) -> HttpResponse:
    require(policies.may_set_values(request.viewer))
    form = ValueForm(request.POST)
    if not form.is_valid():
        return _page(request, _("Write a number."), rule_id)
    try:
        actions.set_value(rule_id, place, value=form.cleaned_data["value"], by=request.viewer)
    except Problem as problem:
        return _page(request, str(problem), rule_id)
    toast(request, _("Saved. Runs that have begun keep a note that it changed."))
    return redirect("suggestions:values")


@require_POST
def reset_value(request: HttpRequest, rule_id: str, place: int) -> HttpResponse:
    require(policies.may_set_values(request.viewer))
    try:
        actions.reset_value(rule_id, place, by=request.viewer)
    except Problem as problem:
        return _page(request, str(problem), rule_id)
    toast(request, _("Our number holds again."))
    return redirect("suggestions:values")


@require_POST
def seal(request: HttpRequest, run_id: int) -> HttpResponse:
    """Seal the rules of a run as they stand."""
    run = queries.run_or_404(request.viewer, run_id)
    require(policies.may_decide_in(request.viewer, run))
    try:
        sealed = actions.seal_rules(run, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect("suggestions:run", run.pk)
    return redirect("suggestions:sealed", run.pk, sealed.number)


@require_safe
def sealed(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """The rules of a run as they were sealed, with their hash."""
    run = queries.run_or_404(request.viewer, run_id)
    page = {"run": run, "sealed": queries.sealed_or_404(run, number)}
    page["rules"] = queries.sealed_rules(page["sealed"])
    return render(request, "suggestions/sealed.html", page)


urls = [
    path("values/", values, name="values"),
    path("values/<slug:rule_id>/<int:place>/", set_value, name="set_value"),
    path("values/<slug:rule_id>/<int:place>/reset/", reset_value, name="reset_value"),
    path("runs/<int:run_id>/seal/", seal, name="seal"),
    path("runs/<int:run_id>/rules/<int:number>/", sealed, name="sealed"),
]
