"""The list of training, and which adults are trained."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs.queries import students_named
from kithwork.apps.training import policies, queries


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """What is due, who meets when, and how far everybody is, by name."""
    require(policies.may_open_training(request.viewer))
    only = "due" if request.GET.get("only") == "due" else ""
    words = request.GET.get("q", "").strip()[:80]
    seen = {one.pk for one in queries.learner_students(request.viewer)} if words else set()
    named = [one for one in students_named(request.viewer, words) if one.student.pk in seen]
    page = {
        "page": queries.training_page(request.viewer, only),
        "words": words,
        "found": named,
    }
    return render(request, "training/training.html", page)


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Adults who lead and observe, and until when their training is good."""
    require(policies.may_see_staff_training(request.viewer))
    rows = queries.staff_rows(request.viewer)
    page = {"rows": rows, "complete": sum(row.is_complete for row in rows)}
    return render(request, "training/staff.html", page)


urls = [path("", training, name="training"), path("staff/", staff, name="staff")]
