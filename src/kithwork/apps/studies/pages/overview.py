"""The list of studies, and beginning one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.forms import StudyForm
from kithwork.apps.ui.toasts import toast


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Every study that is open to the viewer, and what waits for them."""
    require(policies.may_open_studies(request.viewer))
    page = queries.studies_page(request.viewer)
    return render(request, "studies/studies.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def start_study(request: HttpRequest) -> HttpResponse:
    require(policies.may_start_study(request.viewer))
    form = StudyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_study(form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The study is started. Say next who is in it and what is measured."))
            return redirect("studies:set_up", made.pk)
    return render(request, "studies/start_study.html", {"form": form})


urls = [
    path("", studies, name="studies"),
    path("start/", start_study, name="start_study"),
]
