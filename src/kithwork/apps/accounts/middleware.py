"""Every request carries who looks. Without a Viewer, only the pages marked public open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from kithwork.apps.accounts import second_factor, sessions, tokens
from kithwork.apps.accounts.queries import demo_is_open, memberships_of, viewer_of
from kithwork.apps.accounts.spoken import speak
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role, Viewer

SESSION_KEY = "membership"
PUBLIC_PREFIXES = ("allauth.account.views",)
OF_SECOND_FACTOR = "allauth.mfa."


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page that opens without signing in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class ViewerMiddleware:
    """Puts `request.viewer` on each request and turns refusals into pages with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = request.viewer = self._viewer(request)  # type: ignore[attr-defined]
        # Every clock time on a page is the school's own.
        with timezone.override(viewer.timezone if viewer else None):
            response = self.get_response(request)
        if viewer is not None:
            # Pages about children are not kept by a browser or a proxy.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if is_public(view):
            return None
        if request.viewer is not None:  # type: ignore[attr-defined]
            return self._to_second_factor(request, view)
        if request.user.is_authenticated:
            speak(request)
            return render(request, "accounts/no_role.html", status=403)
        return self._to_sign_in(request)

    def _to_second_factor(
        self, request: HttpRequest, view: Callable[..., HttpResponse]
    ) -> HttpResponse | None:
        """Where the school asks for one, nothing else opens before it is set up."""
        if not request.lacks_second_factor or _module_of(view).startswith(OF_SECOND_FACTOR):  # type: ignore[attr-defined]
            return None
        messages.info(request, _("Your school asks for a second factor. Set it up, then go on."))
        return redirect("mfa_index")

    def _to_sign_in(self, request: HttpRequest) -> HttpResponse:
        """To the page where one signs in, and from there back to what was being done."""
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else own_path(request)
        is_part = request.headers.get("HX-Request")
        if is_part:
            # A part of a page cannot sign anybody in: the whole page goes there.
            back = own_path(request, request.headers.get("HX-Current-URL", ""))
        ended_for = getattr(request, "ended_for", None)
        if ended_for is not None:
            messages.info(request, _("You were signed out, because nothing happened for a while."))
            if sessions.keep_unsent(request, ended_for):
                back = reverse("accounts:unsent")
        door = reverse("accounts:demo" if demo_is_open() else "account_login")
        address = f"{door}?{urlencode({'next': back})}"
        if is_part:
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)

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
            return HttpResponseRedirect(own_path(request))
        return render(request, "ui/errors/409.html", {"sentence": str(problem)}, status=409)

    def _viewer(self, request: HttpRequest) -> Viewer | None:
        if getattr(request, "has_bearer", False):
            return self._viewer_of_program(request)
        user = request.user
        if not user.is_authenticated:
            return None
        held = list(memberships_of(user))
        chosen = next((row for row in held if row.pk == request.session.get(SESSION_KEY)), None)
        membership = chosen or (held[0] if held else None)
        request.memberships = held  # type: ignore[attr-defined]
        if membership is None:
            return None
        is_closed_demo = membership.district.is_demo and not demo_is_open()
        if is_closed_demo or sessions.has_ended(request, Role(membership.role)):
            logout(request)
            request.ended_for = user.pk  # type: ignore[attr-defined]
            return None
        sessions.note_life(request)
        request.lacks_second_factor = second_factor.is_missing(membership, user)  # type: ignore[attr-defined]
        viewer = viewer_of(membership, user)
        return replace(viewer, assisted_by=request.session.get(sessions.ASSISTED))

    def _viewer_of_program(self, request: HttpRequest) -> Viewer | None:
        """Whoever's token it is, and nobody when it is none; a session beside it says nothing."""
        token = getattr(request, "bearer", None)
        if token is None or not tokens.is_current(token):
            return None
        request.user = token.user
        return viewer_of(token.membership, token.user)


def is_public(view: Callable[..., HttpResponse]) -> bool:
    """Does this page open without signing in?"""
    if getattr(view, "is_public", False):
        return True
    return _module_of(view).startswith(PUBLIC_PREFIXES)


def _module_of(view: Callable[..., HttpResponse]) -> str:
    return str(getattr(getattr(view, "view_class", view), "__module__", ""))


def own_path(request: HttpRequest, address: str | None = None) -> str:
    """The path of `address`, or of where the person came from, if that was here; else the first page."""
    came_from = request.headers.get("Referer", "") if address is None else address
    here = f"{request.scheme}://{request.get_host()}"
    path = came_from[len(here) :] if came_from.startswith(here + "/") else "/"
    return path_of_ours(path)


def path_of_ours(target: str) -> str:
    """`target` if it is a path of this server, else the first page."""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else "/"
