"""The Program page: the three questions about a school's program, each a section."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.home import queries


@require_safe
def how_it_goes(request: HttpRequest) -> HttpResponse:
    """Is it happening, is it good, is everyone included?"""
    require(queries.may_see_program(request.viewer))
    page = {"page": queries.program_sight(request.viewer)}
    return render(request, "home/how_it_goes.html", page)
