"""Starts drawn by chance and rules written down, before the first session."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.chance import SCHEMES, plan_of
from kithwork.apps.studies.forms import RulesForm, StartsForm
from kithwork.apps.ui.toasts import toast
from kithwork.evidence.faults import BadData


@require_http_methods(["GET", "HEAD", "POST"])
def seals(request: HttpRequest, study_id: int) -> HttpResponse:
    """What was sealed; and what chance may choose, with the smallest p it can ever give, before it draws."""
    one = queries.study_or_404(request.viewer, study_id)
    form = StartsForm(request.POST or None, design=one.design)
    plan = None
    if request.method == "POST":
        require(policies.may_run_study(request.viewer, one))
        plan = _plan(request, one, form)
        if plan is not None and request.POST.get("step") == "draw":
            try:
                actions.draw_and_seal(one, plan, by=request.viewer)
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                toast(request, _("Drawn and sealed. Keep to what was drawn."))
                return redirect("studies:seals", one.pk)
    page = {
        "page": queries.seals_page(request.viewer, one),
        "form": form,
        "plan": plan,
        "rules_form": RulesForm(),
        "can_draw": one.design in SCHEMES,
    }
    return render(request, "studies/seals.html", page, status=422 if form.errors else 200)


def _plan(request: HttpRequest, one: Any, form: StartsForm) -> Any:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return plan_of(
            said["scheme"],
            [case.code for case in queries.seals_page(request.viewer, one).cases],
            said["sessions"],
            said["starts"],
        )
    except BadData as bad:
        for fault in bad.faults:
            field = {"choices": "starts"}.get(fault.column or "", fault.column)
            form.add_error(field if field in form.fields else None, fault.sentence)
    return None


@require_POST
def seal_rules(request: HttpRequest, study_id: int) -> HttpResponse:
    one = queries.study_or_404(request.viewer, study_id)
    form = RulesForm(request.POST)
    if not form.is_valid():
        raise Problem(_("Write how you will analyse the data, in at most 8,000 letters."))
    actions.seal_rules(one, form.cleaned_data["text"], by=request.viewer)
    toast(request, _("The rules are sealed."))
    return redirect("studies:seals", one.pk)


urls = [
    path("<int:study_id>/seals/", seals, name="seals"),
    path("<int:study_id>/seals/rules/", seal_rules, name="seal_rules"),
]
