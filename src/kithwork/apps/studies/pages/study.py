"""One study: its figure and steps; its cases, outcomes and phases; a session written in; who may look."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.forms import (
    BandForm,
    CasesForm,
    ConditionForm,
    OpenToForm,
    OutcomeForm,
    PointForm,
    StudyForm,
)
from kithwork.apps.ui.toasts import toast

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def study(request: HttpRequest, study_id: int) -> HttpResponse:
    """Figure, table and sentence, and what comes next."""
    one = queries.study_or_404(request.viewer, study_id)
    page = queries.study_page(request.viewer, one, request.GET.get("outcome"))
    return render(request, "studies/study.html", {"page": page, "svg": _drawn(page.figure)})


@READ_OR_SEND
def change_study(request: HttpRequest, study_id: int) -> HttpResponse:
    one = queries.study_or_404(request.viewer, study_id)
    require(policies.may_run_study(request.viewer, one))
    form = StudyForm(request.POST or None, initial=StudyForm.initial_of(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_study(one, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept."))
            return redirect("studies:study", one.pk)
    return render(request, "studies/change_study.html", {"study": one, "form": form})


@require_safe
def set_up(request: HttpRequest, study_id: int) -> HttpResponse:
    """Cases, outcomes, what the phases mean, and who may look."""
    one = queries.study_or_404(request.viewer, study_id)
    require(policies.may_run_study(request.viewer, one))
    return _set_up(request, one)


def _set_up(request: HttpRequest, one: Any, **bound: Any) -> HttpResponse:
    people = queries.researchers_to_let_in(request.viewer, one)
    page = {
        "page": queries.study_page(request.viewer, one, None),
        "cases_form": bound.get("cases_form") or CasesForm(),
        "outcome_form": bound.get("outcome_form") or OutcomeForm(),
        "open_form": OpenToForm(people=people) if people else None,
        "bands": BandForm().fields["band"].choices,
    }
    return render(request, "studies/set_up.html", page, status=422 if bound else 200)


@require_POST
def add_cases(request: HttpRequest, study_id: int) -> HttpResponse:
    one = queries.study_or_404(request.viewer, study_id)
    form = CasesForm(request.POST)
    if form.is_valid():
        try:
            actions.add_cases(one, form.cleaned_data["codes"].splitlines(), by=request.viewer)
        except Problem as problem:
            form.add_error("codes", str(problem))
        else:
            return redirect("studies:set_up", one.pk)
    return _set_up(request, one, cases_form=form)


@require_POST
def add_outcome(request: HttpRequest, study_id: int) -> HttpResponse:
    one = queries.study_or_404(request.viewer, study_id)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            actions.add_outcome(one, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error("name", str(problem))
        else:
            return redirect("studies:set_up", one.pk)
    return _set_up(request, one, outcome_form=form)


@require_POST
def name_condition(request: HttpRequest, condition_id: int) -> HttpResponse:
    one = queries.condition_or_404(request.viewer, condition_id)
    form = ConditionForm(request.POST)
    if not form.is_valid():
        raise Problem(_("Give the phase a name, and its aim as a number or not at all."))
    actions.name_condition(one, **form.cleaned_data, by=request.viewer)
    toast(request, _("Kept."))
    return redirect("studies:set_up", one.study_id)


@require_POST
def say_band(request: HttpRequest, case_id: int) -> HttpResponse:
    one = queries.case_or_404(request.viewer, case_id)
    actions.say_band(one, request.POST.get("band", ""), by=request.viewer)
    toast(request, _("Kept."))
    return redirect("studies:set_up", one.study_id)


@require_POST
def open_to(request: HttpRequest, study_id: int) -> HttpResponse:
    one = queries.study_or_404(request.viewer, study_id)
    form = OpenToForm(request.POST, people=queries.researchers_to_let_in(request.viewer, one))
    if not form.is_valid():
        raise Problem(_("Choose a researcher of your district who has not got it open yet."))
    actions.open_to(one, form.cleaned_data["user"], by=request.viewer)
    toast(request, _("The study is open to them. They see codes, never names."))
    return redirect("studies:set_up", one.pk)


@require_POST
def close_to(request: HttpRequest, opening_id: int) -> HttpResponse:
    one = queries.opening_or_404(request.viewer, opening_id)
    actions.close_to(one, by=request.viewer)
    toast(request, _("They do not see it any more."))
    return redirect("studies:set_up", one.study_id)


@READ_OR_SEND
def write_point(request: HttpRequest, study_id: int) -> HttpResponse:
    """One session, by hand."""
    one = queries.study_or_404(request.viewer, study_id)
    require(policies.may_run_study(request.viewer, one))
    form = PointForm(request.POST or None, cases=one.cases.all(), outcomes=one.outcomes.all())
    if request.method == "POST" and form.is_valid():
        keep = actions.correct_point if form.cleaned_data["is_correction"] else actions.write_point
        try:
            keep(one, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept. Write in the next one."))
            return redirect("studies:write_point", one.pk)
    return render(request, "studies/write_point.html", {"study": one, "form": form})


def _drawn(figure: Any) -> str:
    """The library's own SVG: it escapes every word it is given."""
    return figure.svg(ids="study") if figure else ""


urls = [
    path("<int:study_id>/", study, name="study"),
    path("<int:study_id>/change/", change_study, name="change_study"),
    path("<int:study_id>/set-up/", set_up, name="set_up"),
    path("<int:study_id>/cases/", add_cases, name="add_cases"),
    path("<int:study_id>/outcomes/", add_outcome, name="add_outcome"),
    path("<int:study_id>/sessions/", write_point, name="write_point"),
    path("<int:study_id>/open-to/", open_to, name="open_to"),
    path("phases/<int:condition_id>/", name_condition, name="name_condition"),
    path("cases/<int:case_id>/band/", say_band, name="say_band"),
    path("openings/<int:opening_id>/close/", close_to, name="close_to"),
]
