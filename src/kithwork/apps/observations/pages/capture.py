"""The capture page: an empty frame that a device may keep. It asks for what it shows by itself."""

from django.http import HttpRequest, HttpResponse
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


urls = [path("", observe, name="observe")]
