"""A run's suggestions, what was decided, and taking a decision back; a student's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.measures.queries import student_or_404
from kithwork.apps.suggestions import actions, policies, queries
from kithwork.apps.suggestions.forms import DecideForm, ReasonForm, TellForm
from kithwork.apps.ui.toasts import toast


@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """What is open in a run, what only people can tell, its rules, and the last decisions."""
    page = queries.run_page(request.viewer, queries.run_or_404(request.viewer, run_id))
    return render(
        request, "suggestions/run.html", {"run": page.run, "page": page, "form": DecideForm()}
    )


@require_safe
def history(request: HttpRequest, run_id: int) -> HttpResponse:
    found = queries.run_or_404(request.viewer, run_id)
    page = {"run": found, "lines": queries.history_of(request.viewer, found)}
    return render(request, "suggestions/history.html", page)


@require_safe
def student_history(request: HttpRequest, student_id: int) -> HttpResponse:
    """What was suggested and decided of one student, for who reads their progress."""
    student = student_or_404(request.viewer, student_id)
    page = {"student": student, "lines": queries.history_of(request.viewer, student)}
    return render(request, "suggestions/student_history.html", page)


@require_POST
def finish(request: HttpRequest, decision_id: int) -> HttpResponse:
    """What was accepted has been done."""
    decision = queries.decision_or_404(request.viewer, decision_id)
    actions.finish_decision(decision, by=request.viewer)
    toast(request, _("Noted as done."))
    return _to_run(decision)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Ask why, then take it back. What it changed in the run is changed back there."""
    decision = queries.decision_or_404(request.viewer, decision_id)
    require(policies.may_take_back(request.viewer, decision))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(decision, reason=form.cleaned_data["reason"], by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Taken back. It is suggested again if it still holds."))
            return _to_run(decision)
    card = queries.card_of(request.viewer, decision.suggestion)
    page = {"decision": decision, "card": card, "form": form}
    return render(request, "suggestions/take_back.html", page)


def _to_run(decision):  # type: ignore[no-untyped-def]
    if decision.suggestion.run_id is None:
        return redirect("suggestions:suggestions")
    return redirect("suggestions:run", decision.suggestion.run_id)


@require_POST
def tell(request: HttpRequest, run_id: int) -> HttpResponse:
    """What no record can say."""
    found = queries.run_or_404(request.viewer, run_id)
    require(policies.may_decide_in(request.viewer, found))
    form = TellForm(request.POST)
    if form.is_valid():
        today = clock.today_for(request.viewer)
        actions.tell(
            found,
            form.cleaned_data["metric"],
            value=form.cleaned_data["value"],
            on=today,
            by=request.viewer,
        )
        toast(request, _("Kept. The rules are read again in a minute."))
    else:
        toast(request, _("Choose or write an answer."))
    return redirect("suggestions:run", found.pk)


urls = [
    path("runs/<int:run_id>/", run, name="run"),
    path("runs/<int:run_id>/history/", history, name="history"),
    path("runs/<int:run_id>/tell/", tell, name="tell"),
    path("students/<int:student_id>/", student_history, name="student_history"),
    path("decisions/<int:decision_id>/done/", finish, name="finish"),
    path("decisions/<int:decision_id>/take-back/", take_back, name="take_back"),
]
