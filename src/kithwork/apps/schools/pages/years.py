"""School years: begin one, change one, copy one into the next."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.schools import actions, policies, queries
from kithwork.apps.schools.forms import TermTable, YearForm
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def add_year(request: HttpRequest) -> HttpResponse:
    """Name and dates of a new year; its bells come next."""
    require(policies.may_set_up(request.viewer))
    held = queries.school_of(request.viewer)
    form = YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            year = actions.add_year(held, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("%(year)s is there. Now its bells.") % {"year": year.name})
            return redirect("schools:add_bells", year.pk)
    return render(request, "schools/add_year.html", {"form": form})


@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, year_id: int) -> HttpResponse:
    """Dates and terms of one year."""
    require(policies.may_set_up(request.viewer))
    held = queries.year_or_404(request.viewer, year_id)
    start = {"name": held.name, "starts_on": held.starts_on, "ends_on": held.ends_on}
    form = YearForm(request.POST or None, initial=start)
    terms = TermTable(request.POST or None, initial=_terms_of(held), prefix="terms")
    if request.method == "POST" and form.is_valid() and terms.is_valid():
        rows = [
            actions.TermRow(row["name"], row["starts_on"], row["ends_on"], row["pk"])
            for row in terms.cleaned_data
            if row and not row.get("is_blank")
        ]
        try:
            actions.change_year(held, terms=rows, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("%(year)s is saved.") % {"year": form.cleaned_data["name"]})
            return redirect("schools:school")
    return render(request, "schools/year.html", {"form": form, "terms": terms, "year": held})


@require_http_methods(["GET", "POST"])
def copy_year(request: HttpRequest, year_id: int) -> HttpResponse:
    """The same year again with new dates."""
    require(policies.may_set_up(request.viewer))
    held = queries.year_or_404(request.viewer, year_id)
    shift = timedelta(weeks=52)
    start = {"starts_on": held.starts_on + shift, "ends_on": held.ends_on + shift}
    form = YearForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.copy_year(held, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("%(year)s is there. Look its holidays over.") % {"year": new.name})
            return redirect(f"{reverse('schools:calendar')}?month={new.starts_on:%Y-%m}")
    return render(request, "schools/copy_year.html", {"form": form, "year": held})


@require_POST
def remove_year(request: HttpRequest, year_id: int) -> HttpResponse:
    """Take away a year nothing hangs on."""
    require(policies.may_set_up(request.viewer))
    held = queries.year_or_404(request.viewer, year_id)
    actions.remove_year(held, by=request.viewer)
    toast(request, _("%(year)s is removed.") % {"year": held.name})
    return redirect("schools:school")


def _terms_of(held) -> list[dict]:
    return [
        {"pk": term.pk, "name": term.name, "starts_on": term.starts_on, "ends_on": term.ends_on}
        for term in held.terms.all()
    ]
