"""In which language a page speaks: English or Spanish, at the doors and on the pages of a student.

A door speaks as asked for, as before, or as the browser asks. A student's pages speak as the student chose under Me;
until then as at the door they came through, as their school chose, or as their device asks. The product behind them,
which adults use, is English; what families read there has words of its own in both languages.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from kithwork.apps.foundation.viewer import Viewer

LANGUAGES = {"en": "English", "es": "Español"}
KEPT = "spoken"
DOORS = frozenset({
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "entrances:enter", "entrances:pick", "entrances:badge",
})  # fmt: skip


class SpokenMiddleware:
    """Chooses the language of a page where people sign in, and of every page of a student."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]
        # A program speaks no language, and what it sends is not read before it is its turn.
        is_program = getattr(request, "has_bearer", False)
        if viewer is None or not viewer.is_student or is_program:
            return self.get_response(request)
        language = language_of(request, viewer)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        match = request.resolver_match
        if match is not None and match.view_name in DOORS:
            speak(request)


def language_of(request: HttpRequest, viewer: Viewer) -> str:
    """In which language this page of a student is. What is asked for a page is for that page alone."""
    for asked in (
        request.POST.get("language") or request.GET.get("language"),
        viewer.language,
        request.session.get(KEPT),
        viewer.school_language,
    ):
        if asked in LANGUAGES:
            return str(asked)
    return _of_browser(request)


def spoken_now() -> str:
    """The language of the page under way, as two letters: one of ours."""
    here = (translation.get_language() or "en")[:2]
    return here if here in LANGUAGES else "en"


def for_adults() -> translation.override:
    """What a student causes to be written down for adults is in the language that adults read here."""
    return translation.override(settings.LANGUAGE_CODE)


def speak(request: HttpRequest) -> None:
    """From here on this answer is in the chosen language, and offers the other one."""
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        request.session[KEPT] = asked
    chosen = request.session.get(KEPT) or _of_browser(request)
    translation.activate(chosen)
    other = request.GET.copy()
    other["lang"] = next(one for one in LANGUAGES if one != chosen)
    request.spoken = chosen  # type: ignore[attr-defined]
    request.spoken_other = f"?{other.urlencode()}"  # type: ignore[attr-defined]


def _of_browser(request: HttpRequest) -> str:
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := asked[:2]) in LANGUAGES:
            return short
    return "en"
