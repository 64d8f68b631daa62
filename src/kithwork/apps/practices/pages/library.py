"""The library of practices, one practice to read, and its file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.practices import policies, queries
from kithwork.apps.practices.pages.files import as_file
from kithwork.playbooks import Playbook


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """Every practice, as cards, with filters that live in the address."""
    require(policies.may_read_practices(request.viewer))
    page = queries.library_page(request.viewer, request.GET.dict())
    return render(request, "practices/practices.html", {"page": page})


@require_safe
def practice(request: HttpRequest, practice: str) -> HttpResponse:
    """One practice, whole. `lang` chooses the language; `lessons=all` opens every lesson, for print."""
    found = _practice(request, practice)
    page = queries.practice_page(request.viewer, found, request.GET.get("lang", ""))
    context = {
        "page": page,
        "practice": page.playbook,
        "opens": request.GET.get("lessons") == "all",
    }
    return render(request, "practices/practice.html", context)


@require_safe
def practice_file(request: HttpRequest, practice: str) -> HttpResponse:
    """The text of a practice, to read or change elsewhere."""
    found = _practice(request, practice)
    return as_file(found.text, f"{found.id}.toml")


def _practice(request: HttpRequest, key: str) -> Playbook:
    require(policies.may_read_practices(request.viewer))
    found = queries.playbook_for(request.viewer.school_id, key)
    if found is None:
        raise Http404
    return found


urls = [
    path("", practices, name="practices"),
    path("<slug:practice>/", practice, name="practice"),
    path("<slug:practice>/file/", practice_file, name="practice_file"),
]
