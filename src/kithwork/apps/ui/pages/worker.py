"""The service worker: served from the top, with no long life, so that a new one is found at once."""

import json

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from kithwork.apps.ui.offline import kept_on_the_device


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """A script that keeps frames and their files on the device."""
    script = render_to_string("ui/worker.js", {"kept": json.dumps(kept_on_the_device())})
    response = HttpResponse(script, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response
