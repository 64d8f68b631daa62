"""Masked readings: laid out and opened by those who run the study, read by people who know nothing of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.forms import LayOutForm
from kithwork.apps.ui.toasts import toast

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def readings(request: HttpRequest, study_id: int) -> HttpResponse:
    """How far the readings are; laying out a round; what opened rounds said."""
    one = queries.study_or_404(request.viewer, study_id)
    page = queries.readings_page(request.viewer, one)
    form = LayOutForm(request.POST or None, outcomes=page.outcomes, readers=page.readers)
    if request.method == "POST":
        require(policies.may_run_study(request.viewer, one))
        if form.is_valid():
            said = form.cleaned_data
            try:
                outcome = queries.outcome_or_404(request.viewer, said["outcome"])
                actions.lay_out(one, outcome, said["readers"], by=request.viewer)
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                toast(request, _("The graphs are laid out. Give each reader their address."))
                return redirect("studies:readings", one.pk)
    return render(
        request,
        "studies/readings.html",
        {"page": page, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def open_key(request: HttpRequest, round_id: int) -> HttpResponse:
    made = queries.round_or_404(request.viewer, round_id)
    actions.open_key(made, by=request.viewer)
    toast(request, _("The key is open."))
    return redirect("studies:readings", made.study_id)


@require_safe
def own_readings(request: HttpRequest) -> HttpResponse:
    """What this person was asked to read."""
    require(policies.may_open_readings(request.viewer))
    return render(
        request,
        "studies/own_readings.html",
        {"readings": queries.own_readings_page(request.viewer)},
    )


@READ_OR_SEND
def read(request: HttpRequest, masked_token: str) -> HttpResponse:
    """Graphs under random ids, and two questions about each. Nothing else is sent, whatever the answer."""
    one = queries.reading_or_404(request.viewer, masked_token)
    desk = queries.desk(one)
    faults: list[str] = []
    marks: dict[str, Any] = {}
    if request.method == "POST":
        marks, faults = _marks(request, desk)
        if not faults:
            try:
                actions.mark_reading(one, marks, by=request.viewer)
            except Problem as problem:
                faults = [str(problem)]
            else:
                return redirect("studies:read", masked_token)
    page = {
        "desk": desk,
        "svg": desk.figure.svg(ids="graphs"),
        "faults": faults,
        "graphs": _shown(desk, marks),
    }
    return render(request, "studies/read.html", page, status=422 if faults else 200)


def _shown(desk: Any, marks: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "graph": one, "places": range(2, one.sessions + 1), "ranks": range(1, len(desk.graphs) + 1),
            "said": marks.get(one.id, {}),
        }
        for one in desk.graphs
    ]  # fmt: skip


def _marks(request: HttpRequest, desk: Any) -> tuple[dict[str, Any], list[str]]:
    marks, faults = {}, []
    for one in desk.graphs:
        change, rank = (
            request.POST.get(f"change_{one.id}", ""),
            request.POST.get(f"rank_{one.id}", ""),
        )
        if len(desk.graphs) == 1:
            rank = "1"
        is_place = change in map(str, range(2, one.sessions + 1))
        if change != "none" and not is_place:
            faults.append(
                _("Graph {n}: say where you see a change, or that you see none.").format(
                    n=one.number
                )
            )
        if rank not in map(str, range(1, len(desk.graphs) + 1)):
            faults.append(_("Graph {n}: say at which place it changed.").format(n=one.number))
        marks[one.id] = {
            "change": int(change) if is_place else None,
            "rank": rank,
            "none": change == "none",
        }
    ranks = [one["rank"] for one in marks.values()]
    if not faults and len(set(ranks)) != len(ranks):
        faults.append(_("Two graphs stand at the same place. Give each its own."))
    return marks, faults


urls = [
    path("<int:study_id>/readings/", readings, name="readings"),
    path("readings/<int:round_id>/open/", open_key, name="open_key"),
    path("readings/", own_readings, name="own_readings"),
    path("read/<str:masked_token>/", read, name="read"),
]
