"""This person's own page: which role to look through, and how they like to read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.accounts import actions
from kithwork.apps.accounts.middleware import SESSION_KEY


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Roles held, reading preferences, password."""
    page = {
        "memberships": request.memberships,
        "themes": [("system", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
        "sizes": [("m", _("Medium")), ("l", _("Large")), ("xl", _("Extra large"))],
    }
    return render(request, "accounts/me.html", page)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep theme or text size, and go back to where the person was."""
    actions.set_preferences(
        theme=request.POST.get("theme") or None,
        size=request.POST.get("size") or None,
        by=request.viewer,
    )
    if request.htmx or request.headers.get("Sec-Fetch-Mode") == "cors":
        return HttpResponse(status=204)
    return redirect(_next(request))


@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Look through another of one's own roles."""
    held = {str(row.pk) for row in request.memberships}
    if request.POST.get("membership") not in held:
        raise Http404
    request.session[SESSION_KEY] = int(request.POST["membership"])
    return redirect("/")


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else "/"
