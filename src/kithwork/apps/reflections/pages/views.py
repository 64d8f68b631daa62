"""An adult's own view: all questions on one page, answered once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.reflections import actions, policies, queries
from kithwork.apps.reflections.forms import ViewForm
from kithwork.apps.reflections.questionnaire import LANGUAGES
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def give_view(request: HttpRequest, adult_wave_id: int) -> HttpResponse:
    """What do you see at this school? Kept without your name."""
    wave = queries.wave_for_adult_or_404(request.viewer, adult_wave_id)
    asked_in = request.POST.get("language") or request.GET.get("language")
    here = asked_in or (get_language() or "en")[:2]
    language = here if here in LANGUAGES else "en"
    with translation.override(language):
        return _asked(request, wave, language)


def _asked(request: HttpRequest, wave, language: str) -> HttpResponse:
    asked = wave.survey.asks(language)
    form = ViewForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        side=policies.side_of(request.viewer),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_view(wave, form.answers(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Thank you. It is kept without your name."))
            return redirect("home:today")
    page = {"form": form, "wave": wave, "asked": asked, "language": language}
    return render(request, "reflections/give_view.html", page)


urls = [
    path("view/<int:adult_wave_id>/", give_view, name="give_view"),
]
