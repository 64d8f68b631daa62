"""Measures that the school follows, as cases of a study: added under a code, taken out again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.forms import FollowForm
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest, study_id: int) -> HttpResponse:
    """What is followed in this study, and what could be."""
    one = queries.study_or_404(request.viewer, study_id)
    require(policies.may_follow_in(request.viewer, one))
    page = queries.measures_page(request.viewer, one)
    form = FollowForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_measure(one, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Added. Its sessions are in the study as they are observed."))
            return redirect("studies:measures", one.pk)
    return _shown(request, page, form)


def _shown(request: HttpRequest, page: Any, form: FollowForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "studies/measures.html", {"page": page, "form": form}, status=status)


@require_POST
def take_out(request: HttpRequest, case_measure_id: int) -> HttpResponse:
    one = queries.case_measure_or_404(request.viewer, case_measure_id)
    actions.take_out(one, by=request.viewer)
    toast(request, _("Taken out, with all its sessions."))
    return redirect("studies:measures", one.study_id)


urls = [
    path("<int:study_id>/measures/", measures, name="measures"),
    path("measures/<int:case_measure_id>/take-out/", take_out, name="take_out"),
]
