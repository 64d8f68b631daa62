"""A student's own question: the class to choose from, a pass, and a way to take an answer away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.friendships import actions, queries
from kithwork.apps.friendships.pages.chosen import chosen
from kithwork.apps.friendships.wording import LANGUAGES, own_words
from kithwork.apps.ui.toasts import toast


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    here = asked or (get_language() or "en")[:2]
    return here if here in LANGUAGES else "en"


@require_safe
def own(request: HttpRequest, friend_round_id: int) -> HttpResponse:
    """The question, or thanks. It never shows what was answered."""
    round_ = queries.own_round_or_404(request.viewer, friend_round_id)
    language = _language(request)
    page = {
        "page": queries.own_page(request.viewer, round_, language),
        "language": language,
        "words": own_words(language),
        "is_taken_away": "taken" in request.GET,
        "again": "again" in request.GET,
    }
    return render(request, "friendships/own.html", page)


@require_POST
def answer(request: HttpRequest, friend_round_id: int) -> HttpResponse:
    """Keep names, nobody or a pass."""
    round_, language = (
        queries.own_round_or_404(request.viewer, friend_round_id),
        _language(request),
    )
    here = f"{reverse('friendships:own', args=[round_.pk])}?language={language}"
    said = request.POST.get("said", "")
    named = chosen(request) if said == "names" else set()
    if said == "names" and not named:
        toast(request, own_words(language)["choose_first"])
        return redirect(here)
    mode = "typed" if request.POST.get("mode") == "typed" else "list"
    try:
        actions.name_friends(round_, named, said=said, mode=mode, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect(here)
    return redirect(here)


@require_POST
def take_back(request: HttpRequest, friend_round_id: int) -> HttpResponse:
    round_ = queries.own_round_or_404(request.viewer, friend_round_id)
    actions.take_back(round_, by=request.viewer)
    there = reverse("friendships:own", args=[round_.pk])
    return redirect(f"{there}?language={_language(request)}&taken=1")


urls = [
    path("mine/<int:friend_round_id>/", own, name="own"),
    path("mine/<int:friend_round_id>/answer/", answer, name="answer"),
    path("mine/<int:friend_round_id>/take-back/", take_back, name="take_back"),
]
