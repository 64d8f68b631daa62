"""The page behind a link in a letter: no account, one page, a yes and a no that look alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_http_methods

from kithwork.apps.accounts.middleware import public
from kithwork.apps.consents import actions, queries
from kithwork.apps.consents.links import ask_of
from kithwork.apps.consents.texts import LANGUAGES, page_words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Role, Viewer


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter asks about one child; the same link to change one's mind."""
    ask = ask_of(token)
    language = _language(request, ask.language if ask else "en")
    with translation.override(language):
        is_over = ask is None or ask.closed_at or ask.until < clock.today(ask.school.timezone)
        if is_over:
            page = {"words": page_words(language), "language": language}
            return _private(render(request, "consents/link_closed.html", page, status=404))
        return _private(_open(request, ask, token, language))


def _open(request: HttpRequest, ask, token: str, language: str) -> HttpResponse:
    viewer = Viewer(
        user_id=None, role=Role.FAMILY, name="By link", school_id=ask.school_id,
        timezone=ask.school.timezone,
    )  # fmt: skip
    page = {
        "language": language,
        "other": next(one for one in LANGUAGES if one != language),
        "needs_name": ask.guardian_id is None,
        "name": request.POST.get("name", "").strip()[:120],
        "chosen": {},
    }
    if request.method == "POST":
        page["chosen"] = _chosen(request, ask)
        try:
            actions.answer_by_link(
                ask, page["chosen"], signer=page["name"], language=language, by=viewer
            )
        except Problem as problem:
            page["problem"] = str(problem)
        else:
            return redirect(f"{request.path}?thanks=1&language={language}")
    filled = {
        "child": ask.student.called,
        "school": ask.school.name,
        "guardian": str(ask.guardian or ""),
    }
    page["words"] = page_words(language, **filled)
    page["cards"] = queries.link_cards(ask, language)
    page["has_answered"] = any(card.said for card in page["cards"])
    page["thanks"] = "thanks" in request.GET and page["has_answered"]
    return render(request, "consents/link.html", page)


def _chosen(request: HttpRequest, ask) -> dict[str, str]:
    """yes or no to what was asked; a no after a yes takes it back."""
    before = {card.question.purpose: card.said for card in queries.link_cards(ask, "en")}
    found = {}
    for purpose in ask.purposes:
        said = request.POST.get(purpose, "")
        if said == "no" and before.get(purpose) == "yes":
            found[purpose] = "taken_back"
        elif said in ("yes", "no"):
            found[purpose] = said
    return found


def _language(request: HttpRequest, first: str) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or first
    return asked if asked in LANGUAGES else "en"


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"  # the address itself opens the page
    response["X-Robots-Tag"] = "noindex"
    return response


urls = [path("by-link/<str:token>/", link, name="link")]
