"""What a student's session may not do, and when it ends."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kithwork.apps.accounts import sessions
from kithwork.apps.accounts.middleware import is_public
from kithwork.apps.accounts.spoken import speak
from kithwork.apps.entrances import words
from kithwork.apps.entrances.part import OF_STUDENTS
from kithwork.apps.entrances.session import is_from_entrance, is_over

# Keys are given by adults, and what outlives a session is not made in one: passwords, second factors, calendars.
KEPT_FROM_STUDENTS = ("allauth.", "kithwork.apps.integrations.")


class EntranceMiddleware:
    """Ends a session with its window; keeps the pages of keys shut; greets who has no part here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (request.user.is_authenticated and is_from_entrance(request)):
            return self.get_response(request)
        if is_over(request):
            return self._to_entrance(request)
        sessions.note_life(request)
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not (request.user.is_authenticated and is_from_entrance(request)):
            return None
        match = request.resolver_match
        if match is not None and match.view_name == "account_logout":
            return self._out(request) if request.method == "POST" else None
        module = str(getattr(getattr(view, "view_class", view), "__module__", ""))
        if module.startswith(KEPT_FROM_STUDENTS):
            sentence = _("This is set by an adult. Ask the adult who is with you.")
            return render(request, "ui/errors/403.html", {"sentence": sentence}, status=403)
        viewer = request.viewer  # type: ignore[attr-defined]
        if is_public(view) or (viewer is not None and viewer.role in OF_STUDENTS):
            return None
        if request.path != "/":
            return redirect("/")
        speak(request)
        return render(request, "entrances/nothing_today.html", {"called": _called(request)})

    def _out(self, request: HttpRequest) -> HttpResponse:
        """To where the next student begins, not to where adults sign in."""
        logout(request)
        return redirect("entrances:enter")

    def _to_entrance(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        speak(request)
        messages.info(request, words.OVER)
        address = reverse("entrances:enter")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)


def _called(request: HttpRequest) -> str:
    student = getattr(request.user, "student", None)
    return student.called if student is not None else ""
