"""Extracts that leave: asked for with a purpose, decided by the district, taken once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.forms import ReleaseForm
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def extract(request: HttpRequest, study_id: int) -> HttpResponse:
    """What an extract would hold and how well the cases would hide; asking for one."""
    one = queries.study_or_404(request.viewer, study_id)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_release(one, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The district is asked. You find its answer here."))
            return redirect("studies:extract", one.pk)
    page = queries.risk_page(request.viewer, one)
    return render(
        request,
        "studies/extract.html",
        {"page": page, "form": form},
        status=422 if form.errors else 200,
    )


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The disclosure log: every extract, who asked, who decided, who took it."""
    require(policies.may_open_studies(request.viewer))
    return render(
        request, "studies/releases.html", {"releases": queries.releases_page(request.viewer)}
    )


@require_safe
def release(request: HttpRequest, release_id: int) -> HttpResponse:
    """One extract with its risk report, for whoever decides and whoever asked."""
    one = queries.release_or_404(request.viewer, release_id)
    page = {
        "release": one,
        "may_decide": policies.may_decide_release(request.viewer, one),
        "is_mine": one.asked_by_id == request.viewer.user_id,
    }
    return render(request, "studies/release.html", page)


@require_POST
def decide_release(request: HttpRequest, release_id: int) -> HttpResponse:
    one = queries.release_or_404(request.viewer, release_id)
    actions.decide_release(one, yes=request.POST.get("yes") == "1", by=request.viewer)
    toast(request, _("Kept. Whoever asked finds it with the study."))
    return redirect("studies:release", one.pk)


@require_POST
def take_release(request: HttpRequest, release_id: int) -> HttpResponse:
    """The archive itself, once."""
    one = queries.release_or_404(request.viewer, release_id)
    taken = actions.take_release(one, by=request.viewer)
    answer = HttpResponse(taken.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    answer["Cache-Control"] = "no-store"
    return answer


urls = [
    path("<int:study_id>/extract/", extract, name="extract"),
    path("extracts/", releases, name="releases"),
    path("extracts/<int:release_id>/", release, name="release"),
    path("extracts/<int:release_id>/decide/", decide_release, name="decide_release"),
    path("extracts/<int:release_id>/take/", take_release, name="take_release"),
]
