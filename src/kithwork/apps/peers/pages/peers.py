"""Who offered to partner, and which roles nobody is ready for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs.queries import students_named
from kithwork.apps.peers import policies, queries


@require_safe
def peers(request: HttpRequest) -> HttpResponse:
    """One row per volunteer, in the order of names."""
    require(policies.may_open_peers(request.viewer))
    page = queries.peers_page(
        request.viewer,
        words=request.GET.get("q", "").strip()[:80],
        role=request.GET.get("role", ""),
        status=request.GET.get("status", ""),
    )
    untrained = queries.ready_without_mastery(request.viewer)
    return render(request, "peers/peers.html", {"page": page, "untrained": untrained})


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Each role with the needs that ask for it and the peers ready for it."""
    require(policies.may_open_peers(request.viewer))
    rows = queries.role_rows(request.viewer)
    nobody = [row for row in rows if row.nobody]
    return render(request, "peers/roles.html", {"rows": rows, "nobody": nobody})


@require_safe
def choose_student(request: HttpRequest) -> HttpResponse:
    """Find the student who offered."""
    require(policies.may_add_volunteers(request.viewer))
    words = request.GET.get("q", "").strip()[:80]
    found = students_named(request.viewer, words)
    return render(request, "peers/choose_student.html", {"words": words, "found": found})


urls = [
    path("", peers, name="peers"),
    path("roles/", roles, name="roles"),
    path("add/", choose_student, name="choose_student"),
]
