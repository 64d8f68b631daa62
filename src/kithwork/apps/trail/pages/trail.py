"""Who did what in this school, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import YES, no, require
from kithwork.apps.trail import policies, queries


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Lines of the trail, fifty at a time."""
    may = request.viewer.role in policies.READERS
    require(
        YES if may else no("The trail is for the coordinator and the principal. Ask one of them.")
    )
    verb = request.GET.get("verb", "")
    page = {
        "lines": queries.trail_page(request.viewer, request.GET.get("page"), verb),
        "verbs": queries.verbs_on_trail(request.viewer),
        "verb": verb,
    }
    return render(request, "trail/trail.html", page)
