"""One person's answers: read by who may, written down by an adult, or printed to be answered on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.reflections import actions, policies, queries
from kithwork.apps.reflections.forms import WriteDownForm
from kithwork.apps.reflections.questionnaire import LANGUAGES
from kithwork.apps.ui.toasts import toast


@require_safe
def answers(request: HttpRequest, survey_id: int, student_id: int) -> HttpResponse:
    """What one student said over the waves, and what an adult said of them."""
    survey = queries.survey_or_404(request.viewer, survey_id)
    student = queries.student_or_404(request.viewer, survey, student_id)
    require(policies.may_read_answers(request.viewer, survey, student))
    page = queries.answers_page(request.viewer, survey, student)
    return render(request, "reflections/answers.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: HttpRequest, wave_id: int, student_id: int, voice: str) -> HttpResponse:
    """Write down what a student said or marked on paper, or what an adult sees. The form is always empty."""
    wave = queries.wave_or_404(request.viewer, wave_id)
    student = queries.student_or_404(request.viewer, wave.survey, student_id)
    asked = wave.survey.asks()
    if voice not in asked.voices:
        raise Http404
    require(policies.may_write_down(request.viewer, wave.survey, student))
    form = WriteDownForm(request.POST or None, asked=asked, voice=voice)
    if request.method == "POST" and form.is_valid():
        try:
            if voice == "adult":
                actions.rate(wave, student, form.answers(), by=request.viewer)
            else:
                mode = form.cleaned_data["mode"]
                actions.write_down(wave, student, form.answers(), mode, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The answers are kept."))
            return redirect("reflections:survey", wave.survey_id)
    page = {"form": form, "wave": wave, "student": student, "voice": voice, "asked": asked}
    return render(request, "reflections/write_down.html", page)


@require_safe
def paper(request: HttpRequest, wave_id: int) -> HttpResponse:
    """One page to answer on for each student who may be asked, with a code in place of the name."""
    wave = queries.wave_or_404(request.viewer, wave_id)
    language = request.GET.get("language", "en")
    language = language if language in LANGUAGES else "en"
    asked = wave.survey.asks(language)
    rows = queries.survey_page(request.viewer, wave.survey).people
    page = {
        "wave": wave,
        "asked": asked,
        "lines": [(item, asked.ways(item)) for item in asked.items],
        "codes": [(f"P{row.asked.pk}", row.asked.student) for row in rows if row.has_permission],
        "language": language,
    }
    return render(request, "reflections/paper.html", page)


urls = [
    path("<int:survey_id>/students/<int:student_id>/", answers, name="answers"),
    path(
        "waves/<int:wave_id>/students/<int:student_id>/<slug:voice>/", write_down, name="write_down"
    ),
    path("waves/<int:wave_id>/paper/", paper, name="paper"),
]
