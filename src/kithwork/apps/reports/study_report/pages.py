"""The report of a study as PDF."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.reports import typeset
from kithwork.apps.reports.study_report.content import page_of
from kithwork.apps.studies.queries import report_page, study_or_404

TEMPLATE = Path(__file__).parent / "study_report.typ"


@require_safe
def study_report(request: HttpRequest, study_id: int) -> HttpResponse:
    """What the page of the report says, on paper."""
    study = study_or_404(request.viewer, study_id)
    page = report_page(request.viewer, study, request.GET.get("outcome"))
    foot = _("Made {on} by {name}").format(
        on=clock.today_for(request.viewer).isoformat(), name=request.viewer.name
    )
    content = typeset.pdf_of(TEMPLATE, page_of(page, product="Kithwork", foot=foot))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="study-{study.pk}-report.pdf"'
    return answer


urls = [path("studies/<int:study_id>/", study_report, name="study_report")]
