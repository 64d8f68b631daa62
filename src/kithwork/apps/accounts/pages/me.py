"""This person's own page: which role to look through, and how they like to read."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.accounts import actions, sessions
from kithwork.apps.accounts.middleware import SESSION_KEY, path_of_ours
from kithwork.apps.accounts.spoken import LANGUAGES, spoken_now


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Roles held, reading preferences, password."""
    page = {
        "memberships": request.memberships,
        "themes": [("system", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
        # Only what students read is there in more than one language.
        "languages": LANGUAGES if request.viewer.is_student else {},
        "language": spoken_now(),
        "sizes": [("m", _("Medium")), ("l", _("Large")), ("xl", _("Extra large"))],
    }
    return render(request, "accounts/me.html", page)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep theme, text size or language, and go back to where the person was."""
    actions.set_preferences(
        theme=request.POST.get("theme") or None,
        size=request.POST.get("size") or None,
        language=request.POST.get("language") or None,
        by=request.viewer,
    )
    if request.htmx or request.headers.get("Sec-Fetch-Mode") == "cors":
        return HttpResponse(status=204)
    return HttpResponseRedirect(path_of_ours(request.POST.get("next", "")))


@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Look through another of one's own roles."""
    held = {str(row.pk) for row in request.memberships}
    if request.POST.get("membership") not in held:
        raise Http404
    request.session[SESSION_KEY] = int(request.POST["membership"])
    return redirect("/")


@require_http_methods(["GET", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """What was being sent when the session ended: send it now, or throw it away."""
    kept = sessions.unsent_of(request)
    if request.method == "POST" or kept is None:
        sessions.drop_unsent(request)
        return redirect("/")
    return render(request, "accounts/unsent.html", {"unsent": kept})


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing: a sign of life, so that no session ends under a person's hands."""
    return HttpResponse(status=204)
