"""The school at a glance, its name and its cycle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.schools import actions, policies, queries
from kithwork.apps.schools.forms import CycleForm, LimitsForm, SchoolForm, field_name
from kithwork.apps.ui.toasts import toast


@require_safe
def school(request: HttpRequest) -> HttpResponse:
    """Years, terms, day types, calendar and limits, each with its way in."""
    require(policies.may_set_up(request.viewer))
    page = queries.school_page(request.viewer)
    return render(request, "schools/school.html", {"page": page})


@require_http_methods(["GET", "POST"])
def edit_school(request: HttpRequest) -> HttpResponse:
    """Name, time zone, and whether a password is enough."""
    require(policies.may_set_up(request.viewer))
    held = queries.school_of(request.viewer)
    start = {name: getattr(held, name) for name in SchoolForm.base_fields}
    form = SchoolForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_school(held, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The school is saved."))
            return redirect("schools:school")
    return render(request, "schools/edit_school.html", {"form": form, "school": held})


@require_http_methods(["GET", "POST"])
def cycle(request: HttpRequest) -> HttpResponse:
    """Which days repeat."""
    require(policies.may_set_up(request.viewer))
    held = queries.school_of(request.viewer)
    form = CycleForm(request.POST or None, initial=CycleForm.about(held.cycle))
    if request.method == "POST" and form.is_valid():
        before = list(held.cycle)
        try:
            actions.set_cycle(held, form.cleaned_data["days"], by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            if held.cycle != before:
                toast(request, _("The cycle is saved. The calendar follows it from today."))
            return redirect("schools:school")
    return render(request, "schools/cycle.html", {"form": form, "school": held})


@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """Load limits by grade band, and defaults of plans."""
    require(policies.may_set_up(request.viewer))
    held = queries.school_of(request.viewer)
    rows = queries.limits_table(held)
    start = {field_name(cell["key"]): cell["value"] for row in rows for cell in row.cells}
    form = LimitsForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_limits(held, form.values, by=request.viewer)
        toast(request, _("The limits are saved. The next plan keeps to them."))
        return redirect("schools:school")
    for row in rows:
        for cell in row.cells:
            cell["field"] = form[field_name(cell["key"])]
    page = {
        "form": form,
        "by_band": [row for row in rows if row.cells[0]["band"]],
        "for_all": [row for row in rows if not row.cells[0]["band"]],
    }
    return render(request, "schools/limits.html", page)
