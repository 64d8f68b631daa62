"""Every request carries who looks. Without a Viewer, only the pages marked public open."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kithwork.apps.accounts.queries import demo_is_open, memberships_of, viewer_of
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Viewer

SESSION_KEY = "membership"
PUBLIC_PREFIXES = ("allauth.account.views",)


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page that opens without signing in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class ViewerMiddleware:
    """Puts `request.viewer` on each request and turns refusals into pages with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = self._viewer(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.viewer is not None:  # type: ignore[attr-defined]
            # Pages about children are not kept by a browser or a proxy.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if request.viewer is not None or _is_public(view):  # type: ignore[attr-defined]
            return None
        if request.user.is_authenticated:
            return render(request, "accounts/no_role.html", status=403)
        if demo_is_open():
            return redirect("accounts:demo")
        return redirect(
            f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        )

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "ui/errors/403.html", {"sentence": str(exception)}, status=403)
        if isinstance(exception, Problem):
            return self._problem(request, exception)
        return None

    def _problem(self, request: HttpRequest, problem: Problem) -> HttpResponse:
        """A problem that no form caught: said where the person was, with nothing changed."""
        if request.method == "POST" and not request.headers.get("HX-Request"):
            messages.error(request, str(problem))
            return redirect(_own_path(request))
        return render(request, "ui/errors/409.html", {"sentence": str(problem)}, status=409)

    def _viewer(self, request: HttpRequest) -> Viewer | None:
        user = request.user
        if not user.is_authenticated:
            return None
        held = list(memberships_of(user))
        chosen = next((row for row in held if row.pk == request.session.get(SESSION_KEY)), None)
        membership = chosen or (held[0] if held else None)
        request.memberships = held  # type: ignore[attr-defined]
        return viewer_of(membership, user) if membership else None


def _is_public(view: Callable[..., HttpResponse]) -> bool:
    if getattr(view, "is_public", False):
        return True
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return module.startswith(PUBLIC_PREFIXES)


def _own_path(request: HttpRequest) -> str:
    """Where the person came from, if that was here."""
    referer = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    return referer[len(here) :] if referer.startswith(here + "/") else "/"
