"""What holds for every answer and every address, whatever room is asked: strict headers, letters one can look up."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
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


class ReadableAddress:
    """Refuses an address with a NUL in it: nobody types one, and one of the two engines cannot look it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address has a character that is none.")
        return self.get_response(request)
