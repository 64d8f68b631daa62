"""Bringing in needs from a spreadsheet. The steps are the same for both lists: `program`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.integrations.pages import program
from kithwork.apps.integrations.program_upload.kinds import NEEDS_KIND as KIND


@require_http_methods(["GET", "HEAD", "POST"])
def import_needs(request: HttpRequest) -> HttpResponse:
    return program.upload(request, KIND)


@require_http_methods(["GET", "HEAD", "POST"])
def needs_columns(request: HttpRequest) -> HttpResponse:
    return program.columns(request, KIND)


@require_safe
def needs_preview(request: HttpRequest) -> HttpResponse:
    return program.preview(request, KIND)


@require_POST
def needs_apply(request: HttpRequest) -> HttpResponse:
    return program.apply(request, KIND)


@require_safe
def needs_report(request: HttpRequest) -> HttpResponse:
    return program.report(request, KIND)


@require_POST
def needs_drop(request: HttpRequest) -> HttpResponse:
    return program.drop(request, KIND)


@require_POST
def needs_take_back(request: HttpRequest) -> HttpResponse:
    return program.take_back(request, KIND)


@require_safe
def needs_template(request: HttpRequest, ending: str) -> HttpResponse:
    return program.template(request, KIND, ending)


urls = [
    path("needs/", import_needs, name="import_needs"),
    path("needs/columns/", needs_columns, name="needs_columns"),
    path("needs/preview/", needs_preview, name="needs_preview"),
    path("needs/apply/", needs_apply, name="needs_apply"),
    path("needs/report/", needs_report, name="needs_report"),
    path("needs/drop/", needs_drop, name="needs_drop"),
    path("needs/take-back/", needs_take_back, name="needs_take_back"),
    path("needs/template.<str:ending>", needs_template, name="needs_template"),
]
