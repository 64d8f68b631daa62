"""Where people sign in, the page speaks English or Spanish: as asked for, as before, or as the browser asks.

Only these pages, because the product behind them is English; what families and students read there has words of its
own in both languages. A page is spoken once its language is chosen, so nothing else changes its tongue by surprise.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = ("en", "es")
KEPT = "spoken"
DOORS = frozenset({
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "entrances:enter", "entrances:pick", "entrances:badge",
})  # fmt: skip


class SpokenMiddleware:
    """Chooses the language of a page where people sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        match = request.resolver_match
        if match is not None and match.view_name in DOORS:
            speak(request)


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
