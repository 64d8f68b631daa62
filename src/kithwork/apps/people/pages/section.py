"""One class: who, when and where."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.people import policies, queries


@require_safe
def section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Students, teachers, times and room of a class."""
    require(policies.may_open_people(request.viewer))
    page = queries.section_page(request.viewer, section_id)
    return render(request, "people/section.html", {"page": page, "section": page.row.section})
