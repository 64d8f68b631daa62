"""Who is followed, and one student's progress: on screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.measures.queries import student_or_404
from kithwork.apps.progress import policies, queries
from kithwork.apps.ui.typed import whole_or_none


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Everybody who is followed."""
    require(policies.may_read_progress(request.viewer))
    page = queries.students_page(
        request.viewer,
        words=request.GET.get("q", "")[:60],
        page=whole_or_none(request.GET.get("page", "")) or 1,
    )
    return render(request, "progress/progress.html", {"page": page})


@require_safe
def student(request: HttpRequest, student_id: int) -> HttpResponse:
    """The graph with its words above and beside it."""
    found = student_or_404(request.viewer, student_id)
    measure = whole_or_none(request.GET.get("measure", ""))
    page = queries.progress_page(request.viewer, found, measure)
    return render(request, "progress/student.html", {"page": page, "student": found})


@require_safe
def sheet(request: HttpRequest, student_id: int) -> HttpResponse:
    """The same for a meeting: graph, words and table on paper."""
    found = student_or_404(request.viewer, student_id)
    measure = whole_or_none(request.GET.get("measure", ""))
    page = queries.progress_page(request.viewer, found, measure)
    return render(request, "progress/sheet.html", {"page": page, "student": found})


urls = [
    path("", progress, name="progress"),
    path("<int:student_id>/", student, name="student"),
    path("<int:student_id>/sheet/", sheet, name="sheet"),
]
