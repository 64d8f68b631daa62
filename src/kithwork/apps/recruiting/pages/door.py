"""The pages behind a poster and a letter: no account, a few words, a no as easy as a yes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_http_methods

from kithwork.apps.accounts.middleware import public
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.recruiting import actions
from kithwork.apps.recruiting.forms import ApplyForm
from kithwork.apps.recruiting.links import call_of, invitation_of
from kithwork.apps.recruiting.texts import LANGUAGES, words


@public
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, call_token: str) -> HttpResponse:
    """A call's own page."""
    call = call_of(call_token)
    language = _language(request, call.language if call else "en")
    said = words(language)
    with translation.override(language):
        if call is None or not actions.is_open(call):
            return _private(_closed(request, said))
        form = ApplyForm(request.POST or None, language=language)
        page = {"call": call, "form": form, "words": said, "language": language}
        page["other"] = next(one for one in LANGUAGES if one != language)
        if request.method == "POST" and form.is_valid():
            try:
                actions.apply(call, form.application(), by=_holder(call.school_id))
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                return redirect(f"{request.path}?thanks=1&language={language}")
        page["thanks"] = "thanks" in request.GET
        return _private(render(request, "recruiting/apply.html", page))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, invitation_token: str) -> HttpResponse:
    """One student's own invitation."""
    candidate = invitation_of(invitation_token)
    language = _language(request, "en")
    said = words(language)
    with translation.override(language):
        if candidate is None:
            return _private(_closed(request, said))
        page = {"words": said, "language": language, "school": candidate.school.name}
        page["other"] = next(one for one in LANGUAGES if one != language)
        if request.method == "POST" and request.POST.get("said") in ("yes", "no"):
            says_yes = request.POST["said"] == "yes"
            try:
                actions.answer_invitation(
                    candidate, says_yes=says_yes, own_words=request.POST.get("own_words", ""),
                    by=_holder(candidate.school_id),
                )  # fmt: skip
            except Problem as problem:
                page["problem"] = str(problem)
            else:
                page["answered"] = said["said_yes"] if says_yes else said["said_no"]
        return _private(render(request, "recruiting/invited.html", page))


def _closed(request: HttpRequest, said: dict[str, str]) -> HttpResponse:
    return render(request, "recruiting/closed.html", {"words": said}, status=404)


def _holder(school_id: int) -> Viewer:
    """Whoever holds the address: a student without an account."""
    return Viewer(user_id=None, role=Role.PEER, name="By link", school_id=school_id)


def _language(request: HttpRequest, first: str) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or first
    return asked if asked in LANGUAGES else "en"


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


urls = [
    path("apply/<str:call_token>/", apply, name="apply"),
    path("invited/<str:invitation_token>/", invited, name="invited"),
]
