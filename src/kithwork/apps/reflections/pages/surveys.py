"""Voices: what is asked of whom and when, who has answered, and what groups say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.people.queries.find import find
from kithwork.apps.reflections import actions, policies, queries
from kithwork.apps.reflections.forms import AskForm, FileForm, StartForm
from kithwork.apps.reflections.questionnaire import LANGUAGES, questionnaires
from kithwork.apps.reflections.sheet import read_sheet
from kithwork.apps.ui.toasts import toast


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    """Every survey this adult looks after, and the questionnaires there are."""
    require(policies.may_open_voices(request.viewer))
    page = {
        "rows": queries.surveys_list(request.viewer),
        "questionnaires": questionnaires().values(),
        "may_ask": policies.may_ask(request.viewer),
    }
    return render(request, "reflections/voices.html", page)


@require_safe
def questionnaire(request: HttpRequest, questionnaire_key: str) -> HttpResponse:
    """Every question with where it comes from; prints as a paper to answer on."""
    require(policies.may_open_voices(request.viewer))
    language = request.GET.get("language", "en")
    language = language if language in LANGUAGES else "en"
    asked = queries.questionnaire_or_404(questionnaire_key, language)
    page = {"asked": asked, "lines": _lines(asked), "language": language}
    return render(request, "reflections/questionnaire.html", page)


def _lines(asked) -> list[tuple[object, object]]:
    return [(item, asked.ways(item)) for item in asked.items]


@require_http_methods(["GET", "HEAD", "POST"])
def start_survey(request: HttpRequest) -> HttpResponse:
    """Which questions, of whom, when."""
    viewer = request.viewer
    require(policies.may_ask(viewer))
    first = {"questionnaire": request.GET.get("questionnaire", "")}
    form = StartForm(
        request.POST or None, viewer=viewer, groups=queries.groups_to_ask(viewer), initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_survey(form.frame(), by=viewer)
            for field, group in (("group", "treatment"), ("comparison", "comparison")):
                people = queries.members_of_group(viewer, form.cleaned_data[field])
                taken = {one.student_id for one in made.asked.all()}
                people = [one for one in people if one.pk not in taken]
                if people:
                    actions.ask_students(made, people, group, by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The questions are set up."))
            return redirect("reflections:survey", made.pk)
    return render(request, "reflections/start_survey.html", {"form": form})


@require_safe
def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Who is asked, how far everybody is, and finding others to ask."""
    found = queries.survey_or_404(request.viewer, survey_id)
    words = request.GET.get("q", "").strip()[:80]
    there = {one.student_id for one in policies.visible_asked(request.viewer, found)}
    named = find(request.viewer, words).students if words else []
    may = {one.pk for one in policies.students_to_ask(request.viewer)} if words else set()
    page = {
        "page": queries.survey_page(request.viewer, found),
        "words": words,
        "found": [one for one in named if one.student.pk in may - there],
        "ask_form": AskForm(),
        "file_form": FileForm(),
    }
    return render(request, "reflections/survey.html", page)


@require_safe
def group_results(request: HttpRequest, survey_id: int) -> HttpResponse:
    """What the group says, wave by wave; small groups are hidden."""
    found = queries.survey_or_404(request.viewer, survey_id)
    asked, waves = found.asks(), list(found.waves.all())
    told = waves if asked.sides else queries.told_waves(request.viewer, found)
    page = {
        "survey": found,
        "asked": asked,
        "waves": told,
        "untold": [one for one in waves if one not in told],
        "lines": queries.group_lines(request.viewer, found),
        "views": queries.view_lines(request.viewer, found),
    }
    return render(request, "reflections/group_results.html", page)


@require_POST
def ask_student(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Put somebody on the list."""
    found = queries.survey_or_404(request.viewer, survey_id)
    number = request.POST.get("student", "")
    key = int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else 0
    people = list(policies.students_to_ask(request.viewer).filter(pk=key))
    try:
        actions.ask_students(found, people, request.POST.get("group", ""), by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("They are on the list."))
    return redirect("reflections:survey", found.pk)


@require_POST
def leave_out(request: HttpRequest, survey_id: int, student_id: int) -> HttpResponse:
    """Ask somebody no more."""
    found = queries.survey_or_404(request.viewer, survey_id)
    student = queries.student_or_404(request.viewer, found, student_id)
    group = found.asked.get(student=student).group
    actions.leave_out(found, student, by=request.viewer)
    toast(
        request,
        _("%(name)s is not asked any more.") % {"name": student.called},
        undo_url=reverse("reflections:ask_student", args=[found.pk]),
        undo_fields={"student": student.pk, "group": group},
    )
    return redirect("reflections:survey", found.pk)


@require_POST
def end_survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    found = queries.survey_or_404(request.viewer, survey_id)
    actions.end_survey(found, by=request.viewer)
    toast(request, _("These questions are not asked any more. What was answered stays."))
    return redirect("reflections:survey", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Answers from a file: all of them, or a list of what is wrong."""
    found = queries.survey_or_404(request.viewer, survey_id)
    require(policies.may_change_survey(request.viewer, found))
    form, wrong = FileForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        try:
            lines = read_sheet(request.FILES["file"].read(2_000_001))
            actions.bring_in(found, lines, by=request.viewer)
        except Problem as problem:
            wrong = str(problem).split("\n")
        else:
            n = len(lines)
            said = ngettext("%(n)s answer is in.", "%(n)s answers are in.", n)
            toast(request, said % {"n": n})
            return redirect("reflections:survey", found.pk)
    page = {"survey": found, "form": form, "wrong": wrong, "asked": found.asks()}
    return render(request, "reflections/bring_in.html", page)


urls = [
    path("", voices, name="voices"),
    path("questions/<slug:questionnaire_key>/", questionnaire, name="questionnaire"),
    path("start/", start_survey, name="start_survey"),
    path("<int:survey_id>/", survey, name="survey"),
    path("<int:survey_id>/group/", group_results, name="group_results"),
    path("<int:survey_id>/ask/", ask_student, name="ask_student"),
    path("<int:survey_id>/students/<int:student_id>/leave-out/", leave_out, name="leave_out"),
    path("<int:survey_id>/end/", end_survey, name="end_survey"),
    path("<int:survey_id>/file/", bring_in, name="bring_in"),
]
