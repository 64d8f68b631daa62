"""Learn: one's own pieces, a card at a time. No timer, no streak; it goes on where it was left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.training import actions, policies, queries
from kithwork.apps.training.orientation import LANGUAGES
from kithwork.apps.ui.toasts import toast


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    here = asked or (get_language() or "en")[:2]
    return here if here in LANGUAGES else "en"


def _learner(request: HttpRequest) -> policies.Learner:
    require(policies.may_learn(request.viewer))
    learner = policies.own_learner(request.viewer)
    assert learner is not None, "may_learn has looked"
    return learner


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """The pieces of this person, with their minutes, and what they agreed to."""
    learner, language = _learner(request), _language(request)
    page = {
        "page": queries.learn_page(request.viewer, learner, language),
        "language": language,
        "is_student": learner.student is not None,
    }
    return render(request, "training/learn.html", page)


@require_safe
def piece(request: HttpRequest, piece_key: str) -> HttpResponse:
    """One step of a piece, where they left it."""
    learner, language = _learner(request), _language(request)
    found = queries.piece_or_404(learner, piece_key, language)
    row = queries.progress_of(learner, found)
    page = {
        "page": queries.step_page(found, row, request.GET.get("said", "")),
        "language": language,
        "is_student": learner.student is not None,
    }
    return render(request, "training/piece.html", page)


@require_POST
def go_to(request: HttpRequest, piece_key: str) -> HttpResponse:
    learner, language = _learner(request), _language(request)
    found = queries.piece_or_404(learner, piece_key, language)
    actions.go_to(learner, found, _number(request, "step"), by=request.viewer)
    return redirect(_there(found.id, language))


@require_POST
def answer(request: HttpRequest, piece_key: str) -> HttpResponse:
    """One answer, and at once whether it fits and why."""
    learner, language = _learner(request), _language(request)
    found = queries.piece_or_404(learner, piece_key, language)
    option = _number(request, "option")
    try:
        actions.answer(learner, found, request.POST.get("question", ""), option, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect(_there(found.id, language))
    return redirect(f"{_there(found.id, language)}&said={option}#said")


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not typed.isdecimal() or len(typed) > 4:
        raise Http404
    return int(typed)


def _there(piece: str, language: str) -> str:
    return f"{reverse('training:piece', args=[piece])}?language={language}"


urls = [
    path("learn/", learn, name="learn"),
    path("learn/<slug:piece_key>/", piece, name="piece"),
    path("learn/<slug:piece_key>/go/", go_to, name="go_to"),
    path("learn/<slug:piece_key>/answer/", answer, name="answer"),
]
