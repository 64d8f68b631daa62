"""Making a run ready, piece by piece: its name and days, times, choices, forms, and the safety note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs import actions, policies, queries
from kithwork.apps.runs.forms import (
    ChoicesForm,
    FrameForm,
    PlaybookForm,
    choices_as_typed,
    frame_as_typed,
)
from kithwork.apps.runs.pages.changing import run_to_change
from kithwork.apps.ui.toasts import toast

ROWS_MORE = 2


@require_http_methods(["GET", "HEAD", "POST"])
def change_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Another name, another leader, other days."""
    run = run_to_change(request, run_id)
    staff = queries.staff_to_lead(request.viewer, run.section, run.facilitator_id)
    form = FrameForm(request.POST or None, initial=frame_as_typed(run), staff=staff)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_run(run, frame=form.as_frame(), by=request.viewer)
        except (Problem, Refused) as said:
            form.add_error(None, str(said))
        else:
            toast(request, _("Saved. Coming sessions follow the days."))
            return redirect("runs:run", run.pk)
    return render(request, "runs/change_run.html", {"form": form, "run": run})


@require_http_methods(["GET", "HEAD", "POST"])
def times(request: HttpRequest, run_id: int) -> HttpResponse:
    """The periods it meets at, by day of the cycle."""
    run = run_to_change(request, run_id)
    problem = ""
    if request.method == "POST":
        try:
            wanted = queries.times_from(run, request.POST.getlist("at"))
            actions.set_times(run, times=wanted, by=request.viewer)
        except Problem as said:
            problem = str(said)
        else:
            toast(request, _("Times saved. Coming sessions follow them."))
            return redirect("runs:run", run.pk)
    rows = queries.time_rows(run)
    page = {
        "run": run,
        "rows": rows,
        "days": run.school.cycle_days,
        "problem": problem,
        "dose": queries.dose_words(run),
        "is_first": not run.times.exists(),
    }
    return render(request, "runs/times.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, run_id: int) -> HttpResponse:
    """What is practised, where, and every number that may be changed, with its default and its source."""
    run = run_to_change(request, run_id)
    playbook, choice = queries.playbook_of(run), queries.chosen(run)
    form = ChoicesForm(
        request.POST or None,
        initial=choices_as_typed(run, choice.values, playbook),
        playbook=playbook,
        defaults=queries.defaults_here(run),
        contents=queries.contents_for(run),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(run, choices=form.as_choices(run), by=request.viewer)
        except Problem as said:
            form.add_error(None, str(said))
        else:
            toast(request, _("Saved for this run. The practice itself stays as it is."))
            return redirect("runs:run", run.pk)
    return render(request, "runs/choices.html", {"form": form, "run": run, "playbook": playbook})


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, run_id: int, form_id: str) -> HttpResponse:
    """One form of the practice, such as a written plan. An unfinished one may be kept."""
    run = run_to_change(request, run_id)
    found = queries.form_or_404(run, form_id)
    is_team = bool(policies.may_read_team_part(request.viewer, run))
    filled = queries.form_page(run, found, is_team=is_team)
    typed = PlaybookForm(
        request.POST or None, initial=filled.answers, form=found, sees_team_part=is_team
    )
    if request.method == "POST" and typed.is_valid():
        answers = typed.answers(for_team=False)
        if found.grid is not None:
            answers["grid"] = _grid(request, len(found.grid.columns))
        actions.write_form(
            run,
            form=found.id,
            answers=answers,
            team_answers=typed.answers(for_team=True),
            by=request.viewer,
        )
        toast(request, _("Saved. What was written before is kept."))
        return redirect("runs:run", run.pk)
    page = {"run": run, "found": found, "form": typed, "rows": filled.rows, "is_team": is_team}
    return render(request, "runs/form.html", page)


def _grid(request: HttpRequest, columns: int) -> list[list[str]]:
    """The rows of a plan that were given a name; a row without one goes."""
    names = request.POST.getlist("row")
    cells = [request.POST.getlist(f"cell_{place}") for place in range(columns)]
    rows = []
    for number, name in enumerate(names):
        if name.strip():
            rest = [column[number].strip() if number < len(column) else "" for column in cells]
            rows.append([name.strip(), *rest])
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def safety_note(request: HttpRequest, run_id: int) -> HttpResponse:
    """What to look out for: the practice's own cautions, and what holds everywhere."""
    run = run_to_change(request, run_id)
    if request.method == "POST":
        actions.read_safety_note(run, by=request.viewer)
        toast(request, _("Noted that you have read it."))
        return redirect("runs:run", run.pk)
    page = {"run": run, "cautions": queries.playbook_here(run).cautions}
    return render(request, "runs/safety_note.html", page)


urls = [
    path("runs/<int:run_id>/change/", change_run, name="change_run"),
    path("runs/<int:run_id>/times/", times, name="times"),
    path("runs/<int:run_id>/choices/", choices, name="choices"),
    path("runs/<int:run_id>/forms/<slug:form_id>/", form, name="form"),
    path("runs/<int:run_id>/safety-note/", safety_note, name="safety_note"),
]
