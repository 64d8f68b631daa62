"""Safety: what those who look after the school have open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.safety import policies, queries


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Stops to talk about first, then concerns, then what was settled."""
    require(policies.may_look_after(request.viewer))
    return render(request, "safety/safety.html", {"page": queries.safety_page(request.viewer)})


urls = [path("", safety, name="safety")]
