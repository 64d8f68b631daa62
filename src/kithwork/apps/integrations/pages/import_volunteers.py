"""Bringing in volunteers from a spreadsheet. The steps are the same for both lists: `program`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.integrations.pages import program
from kithwork.apps.integrations.program_upload.kinds import VOLUNTEERS_KIND as KIND


@require_http_methods(["GET", "HEAD", "POST"])
def import_volunteers(request: HttpRequest) -> HttpResponse:
    return program.upload(request, KIND)


@require_http_methods(["GET", "HEAD", "POST"])
def volunteers_columns(request: HttpRequest) -> HttpResponse:
    return program.columns(request, KIND)


@require_safe
def volunteers_preview(request: HttpRequest) -> HttpResponse:
    return program.preview(request, KIND)


@require_POST
def volunteers_apply(request: HttpRequest) -> HttpResponse:
    return program.apply(request, KIND)


@require_safe
def volunteers_report(request: HttpRequest) -> HttpResponse:
    return program.report(request, KIND)


@require_POST
def volunteers_drop(request: HttpRequest) -> HttpResponse:
    return program.drop(request, KIND)


@require_POST
def volunteers_take_back(request: HttpRequest) -> HttpResponse:
    return program.take_back(request, KIND)


@require_safe
def volunteers_template(request: HttpRequest, ending: str) -> HttpResponse:
    return program.template(request, KIND, ending)


urls = [
    path("volunteers/", import_volunteers, name="import_volunteers"),
    path("volunteers/columns/", volunteers_columns, name="volunteers_columns"),
    path("volunteers/preview/", volunteers_preview, name="volunteers_preview"),
    path("volunteers/apply/", volunteers_apply, name="volunteers_apply"),
    path("volunteers/report/", volunteers_report, name="volunteers_report"),
    path("volunteers/drop/", volunteers_drop, name="volunteers_drop"),
    path("volunteers/take-back/", volunteers_take_back, name="volunteers_take_back"),
    path("volunteers/template.<str:ending>", volunteers_template, name="volunteers_template"),
]
