"""The headers every answer carries, whoever made it: a page, a file, a refusal before any room was asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STRICT = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class StrictHeaders:
    """Stands outermost. A page that needs less strict ones has set its own by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in STRICT.items():
            response.headers.setdefault(name, value)
        return response
