"""The capture page: an empty frame that a device may keep. It asks for what it shows by itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import policies


@require_safe
def observe(request: HttpRequest) -> HttpResponse:
    """Today's list, and one's own observation from the first tap to its receipt."""
    require(policies.may_observe(request.viewer))
    return render(request, "observations/observe.html")


@require_safe
def observe_watch(request: HttpRequest, watch_id: int) -> HttpResponse:
    """The same, opened at one planned observation: the frame finds it in the list it asks for."""
    if not policies.visible_watches(request.viewer).filter(pk=watch_id).exists():
        raise Http404
    return observe(request)


@require_safe
def observe_frame(request: HttpRequest) -> HttpResponse:
    """The same, for the device to keep: it holds nobody's name, and opens without a network."""
    return render(request, "observations/observe.html")


urls = [
    path("", observe, name="observe"),
    path("new/", observe, name="observe_unplanned"),
    path("<int:watch_id>/", observe_watch, name="observe_watch"),
    path("frame/", observe_frame, name="observe_frame"),
]
