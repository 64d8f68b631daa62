"""Arranging observations: the forms, the plans, and what waits for a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.changed_text import changed, pads_to_change
from kithwork.apps.observations.definitions import watchable, words_of
from kithwork.apps.observations.forecasts import forecast_of
from kithwork.apps.observations.forms import (
    ChangeForm,
    ForecastForm,
    NameForm,
    PadForm,
    PlanForm,
)
from kithwork.apps.observations.queries import setup as queries
from kithwork.apps.observations.queries.observers import warnings_for
from kithwork.apps.observations.queries.shares import shares_of
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.runs.policies import visible_runs
from kithwork.apps.ui.toasts import toast


@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    """Plans that go on, forms in use and to begin with, and what waits."""
    require(policies.may_arrange(request.viewer))
    return render(
        request, "observations/set_up.html", {"page": queries.set_up_page(request.viewer)}
    )


@require_POST
def take_form(request: HttpRequest) -> HttpResponse:
    """Begin to use one of the forms to begin with."""
    form = shipped_forms().get(request.POST.get("form", ""))
    if form is None:
        raise Http404
    taken = actions.take_form(form, by=request.viewer)
    toast(request, _("“{name}” can be planned now.").format(name=taken.name))
    return redirect("observations:form", taken.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """One form: its pads, what would be misstated, a forecast; a change makes the next version."""
    viewer = request.viewer
    require(policies.may_arrange(viewer))
    instrument = queries.form_or_404(viewer, instrument_id)
    text = queries.text_of(instrument)
    begins = {"name": instrument.name, "minutes": text.minutes}
    if text.interval is not None:
        begins |= text.interval.model_dump()
    behaviours = watchable(viewer.school_id)
    called = {key: words["name"] for key, words in words_of(instrument).items()}
    change = ChangeForm(request.POST or None, initial=begins, text=text)
    pads = [
        PadForm(
            request.POST or None,
            prefix=f"pad{place}",
            initial=pad,
            behaviours=behaviours,
            called=called,
        )
        for place, pad in enumerate(pads_to_change(text))
    ]
    if request.method == "POST" and all([change.is_valid(), *(pad.is_valid() for pad in pads)]):
        said = changed(text, change.cleaned_data, [pad.cleaned_data for pad in pads])
        try:
            newer = actions.change_form(
                instrument, name=change.cleaned_data["name"], text=said, by=viewer
            )
        except Problem as problem:
            change.add_error(None, str(problem))
        else:
            toast(request, _("Version {n} is in use from now on.").format(n=newer.version))
            return redirect("observations:form", newer.pk)
    asked = ForecastForm(request.GET if "bout" in request.GET else None)
    page = {
        "instrument": instrument,
        "text": text,
        "form": change,
        "pads": pads,
        "warnings": queries.warnings_of(instrument),
        "meanings": queries.meanings_of(instrument),
        "forecast_form": asked,
        "forecast": forecast_of(asked.cleaned_data, text) if asked.is_valid() else None,
    }
    return render(request, "observations/form.html", page)


@require_POST
def copy_form(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """A form of one's own that starts as this one."""
    instrument = queries.form_or_404(request.viewer, instrument_id)
    name = NameForm(request.POST)
    if not name.is_valid():
        raise Problem(_("Give it a name that no other form has."))
    copy = actions.copy_form(instrument, name=name.cleaned_data["name"], by=request.viewer)
    return redirect("observations:form", copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Who observes whom, with which form, where and when."""
    viewer = request.viewer
    require(policies.may_arrange(viewer))
    choices = queries.plan_choices(viewer)
    if not choices.forms:
        return render(request, "observations/no_form.html")
    asked = request.GET.get("form", "")
    begins = {"instrument": asked} if asked.isascii() and asked.isdecimal() else {}
    form = PlanForm(
        request.POST or None, initial=begins, choices=choices, runs=visible_runs(viewer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.plan_observations(form.frame(), by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request, _("{n} observations are on the calendar.").format(n=plan.watches.count())
            )
            return redirect("observations:plan", plan.pk)
    return render(request, "observations/new_plan.html", {"form": form})


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan: its dates, what was observed, what two observed."""
    one = queries.plan_or_404(request.viewer, plan_id)
    lines = queries.plan_lines(request.viewer, one)
    live = [line for line in lines if not line.watch.is_cancelled]
    page = {
        "plan": one,
        "lines": lines,
        "done": sum(line.is_done for line in live),
        "twice": sum(line.is_done_twice for line in live),
        "planned_twice": sum(line.watch.second_observer_id is not None for line in live),
        "shares": shares_of(one, [line.watch for line in live]),
        "total": len(live),
        "may_arrange": policies.may_arrange(request.viewer),
        "warnings": queries.warnings_of(one.instrument),
        "uncertified": warnings_for(request.viewer, one),
    }
    return render(request, "observations/plan.html", page)


@require_POST
def end_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """No more of its observations; what was observed stays."""
    one = queries.plan_or_404(request.viewer, plan_id)
    actions.end_plan(one, by=request.viewer)
    toast(request, _("The plan has ended. What was observed stays."))
    return redirect("observations:plan", one.pk)


urls = [
    path("set-up/", set_up, name="set_up"),
    path("forms/take/", take_form, name="take_form"),
    path("forms/<int:instrument_id>/", form, name="form"),
    path("forms/<int:instrument_id>/copy/", copy_form, name="copy_form"),
    path("plans/new/", new_plan, name="new_plan"),
    path("plans/<int:plan_id>/", plan, name="plan"),
    path("plans/<int:plan_id>/end/", end_plan, name="end_plan"),
]
