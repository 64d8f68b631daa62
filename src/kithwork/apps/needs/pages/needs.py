"""Needs, step 2 of a plan: which students would like company, where and how often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs import policies, queries
from kithwork.apps.needs.pages.reading import note_reading


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """One row per student of the viewer's teams."""
    require(policies.may_open_needs(request.viewer))
    page = queries.needs_page(
        request.viewer,
        words=request.GET.get("q", "").strip()[:80],
        only=request.GET.get("only", ""),
        number=request.GET.get("page", ""),
    )
    note_reading(request, [row.student for row in page.rows])
    return render(request, "needs/needs.html", {"page": page})


@require_safe
def choose_student(request: HttpRequest) -> HttpResponse:
    """Find the student a new need is for."""
    require(policies.may_open_needs(request.viewer))
    words = request.GET.get("q", "").strip()[:80]
    found = queries.students_named(request.viewer, words)
    return render(request, "needs/choose_student.html", {"words": words, "found": found})


urls = [
    path("", needs, name="needs"),
    path("add/", choose_student, name="choose_student"),
]
