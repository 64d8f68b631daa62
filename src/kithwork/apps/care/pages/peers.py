"""Peer care, and one peer's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.care import policies, queries
from kithwork.apps.foundation.verdict import require


@require_safe
def peer_care(request: HttpRequest) -> HttpResponse:
    """Who waits for a talk or a goodbye, then how the load is spread this week."""
    require(policies.may_look_after_peers(request.viewer))
    page, show = queries.care_page(request.viewer), request.GET.get("show", "")
    context = {"page": page, "show": show, "rows": page.spread.only(show)}
    return render(request, "care/peer_care.html", context)


@require_safe
def peer(request: HttpRequest, peer_id: int) -> HttpResponse:
    """One peer: week and limit, partners, faces, what they gave."""
    require(policies.may_look_after_peers(request.viewer))
    student = queries.peer_or_404(request.viewer, peer_id)
    return render(request, "care/peer.html", {"page": queries.peer_page(request.viewer, student)})


urls = [
    path("", peer_care, name="peer_care"),
    path("peers/<int:peer_id>/", peer, name="peer"),
]
