"""The guard: what is still needed, while it can still be had."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.studies import queries


@require_safe
def guard(request: HttpRequest, study_id: int) -> HttpResponse:
    """Points, agreement and needs of each case and phase."""
    one = queries.study_or_404(request.viewer, study_id)
    page = queries.guard_page(request.viewer, one, request.GET.get("outcome"))
    return render(request, "studies/guard.html", {"page": page})


urls = [path("<int:study_id>/guard/", guard, name="guard")]
