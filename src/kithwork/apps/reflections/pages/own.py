"""A student's own questions: one at a time, with a skip on each. It goes on where it was left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.reflections import actions, policies, queries
from kithwork.apps.reflections.own_words import own_words
from kithwork.apps.reflections.questionnaire import LANGUAGES
from kithwork.apps.ui.toasts import toast


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    here = asked or (get_language() or "en")[:2]
    return here if here in LANGUAGES else "en"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is open for me."""
    require(policies.may_open_own(request.viewer))
    language = _language(request)
    page = {
        "waves": queries.own_waves_page(request.viewer, language),
        "language": language,
        "words": own_words(language),
    }
    return render(request, "reflections/mine.html", page)


@require_safe
def question(request: HttpRequest, wave_id: int) -> HttpResponse:
    """One question."""
    wave, language = queries.wave_for_me_or_404(request.viewer, wave_id), _language(request)
    asked = request.GET.get("at", "")
    at = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else None
    page = {
        "page": queries.item_page(request.viewer, wave, at, language),
        "language": language,
        "words": own_words(language),
    }
    return render(request, "reflections/question.html", page)


@require_POST
def answer(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Keep an answer, or a skip, and go to the next question."""
    wave, language = queries.wave_for_me_or_404(request.viewer, wave_id), _language(request)
    item, at = request.POST.get("item", ""), request.POST.get("at", "")
    if not at.isascii() or not at.isdecimal() or len(at) > 3:
        raise Http404
    there = f"{reverse('reflections:question', args=[wave.pk])}?language={language}&at="
    try:
        if "skip" in request.POST:
            actions.skip_item(wave, item, by=request.viewer)
        else:
            said = request.POST.get("answer", "")
            actions.answer_item(wave, item, said, by=request.viewer)
            if queries.is_stop(wave, item, said):
                toast(request, own_words(language)["heard"])
    except Problem as problem:
        toast(request, str(problem))
        return redirect(f"{there}{at}")
    return redirect(f"{there}{int(at) + 1}")


urls = [
    path("mine/", mine, name="mine"),
    path("mine/<int:wave_id>/", question, name="question"),
    path("mine/<int:wave_id>/answer/", answer, name="answer"),
]
