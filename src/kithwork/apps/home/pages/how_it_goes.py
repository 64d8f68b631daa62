"""The Program page, Quality, and Reports: three doors of who answers for a school."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.home import queries


@require_safe
def how_it_goes(request: HttpRequest) -> HttpResponse:
    """Is it happening, is everyone included? Whether it is good has a page of its own."""
    require(queries.may_see_program(request.viewer))
    page = {"page": queries.program_sight(request.viewer)}
    return render(request, "home/how_it_goes.html", page)


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Is it good, and will it last?"""
    require(queries.may_see_program(request.viewer))
    return render(request, "home/quality.html", {"page": queries.quality_sight(request.viewer)})


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What is read from the top or printed, in one place."""
    require(queries.may_see_program(request.viewer))
    return render(request, "home/reports.html", {"shelves": queries.shelves(request.viewer)})
