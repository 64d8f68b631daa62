"""The report of a study, as a page and as a file others can check."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.accounts.taken_along import mark
from kithwork.apps.studies import queries


@require_safe
def report(request: HttpRequest, study_id: int) -> HttpResponse:
    """Worked out anew each time, from what is in the study."""
    one = queries.study_or_404(request.viewer, study_id)
    page = queries.report_page(request.viewer, one, request.GET.get("outcome"))
    figure = page.report.figure
    return render(
        request,
        "studies/report.html",
        {"page": page, "report": page.report, "svg": figure.svg(ids="report") if figure else ""},
    )


@require_safe
def report_file(request: HttpRequest, study_id: int) -> HttpResponse:
    """The same at full precision, as JSON."""
    one = queries.study_or_404(request.viewer, study_id)
    page = queries.report_page(request.viewer, one, request.GET.get("outcome"))
    answer = JsonResponse(
        page.report.to_json() | {"taken_along": mark(request.viewer)},
        json_dumps_params={"indent": 1, "allow_nan": False},
    )
    answer["Content-Disposition"] = f'attachment; filename="study-{one.pk}-report.json"'
    return answer


urls = [
    path("<int:study_id>/report/", report, name="report"),
    path("<int:study_id>/report.json", report_file, name="report_file"),
]
