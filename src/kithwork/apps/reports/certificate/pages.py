"""The certificates of one student as a PDF."""

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.reports.certificate.content import may_print_certificates, papers_of
from kithwork.apps.reports.typeset import PAPERS, pdf_of
from kithwork.apps.training.queries import student_or_404

TEMPLATE = Path(__file__).parent / "certificate.typ"


@require_safe
def certificates(request: HttpRequest, student_id: int) -> HttpResponse:
    """Landscape, a page for each role or practice that is mastered today."""
    student = student_or_404(request.viewer, student_id)
    require(may_print_certificates(request.viewer, student))
    papers = papers_of(request.viewer, student, request.GET.get("language", ""))
    paper = request.GET.get("paper", "letter")
    if paper not in PAPERS:
        raise Http404
    page = {
        "title": papers[0].title,
        "product": settings.KITHWORK_PRODUCT_NAME,
        "papers": [asdict(one) for one in papers],
    }
    return HttpResponse(
        pdf_of(TEMPLATE, page, paper=paper),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="certificates-{student.pk}.pdf"',
            "Cache-Control": "no-store",
        },
    )


urls = [path("certificates/<int:student_id>.pdf", certificates, name="certificates")]
