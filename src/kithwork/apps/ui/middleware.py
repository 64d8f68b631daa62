"""What holds for every answer and every request, whatever room is asked: strict headers, letters one can look up."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

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


class ReadableBody:
    """Answers a form that is sent to a door for letters: once it was read as a form, its bytes are gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        if not isinstance(wrong, RawPostDataException):
            return None
        return JsonResponse({"sentence": _("Send this as JSON, not as a form.")}, status=400)
