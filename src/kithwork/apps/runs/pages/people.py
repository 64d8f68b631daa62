"""Who takes part in a run, and in which role."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import actions, policies, queries
from kithwork.apps.runs.pages.changing import run_to_change, whole_or_404
from kithwork.apps.ui.toasts import toast


@require_safe
def people(request: HttpRequest, run_id: int) -> HttpResponse:
    """Everybody who takes part, and a way to find who else might like to."""
    run = run_to_change(request, run_id)
    words = request.GET.get("q", "")[:80]
    page = {
        "run": run,
        "people": queries.participants_of(request.viewer, run, clock.today_for(request.viewer)),
        "roles": queries.student_roles(run),
        "words": words,
        "found": queries.people_found(request.viewer, run, words),
        "is_class": run.scope == "class",
        "fit": queries.playbook_here(run).fit,
        "listed": queries.class_list_differs(run, clock.today_for(request.viewer)),
    }
    return render(request, "runs/people.html", page)


@require_POST
def add_person(request: HttpRequest, run_id: int) -> HttpResponse:
    run = run_to_change(request, run_id)
    student = queries.student_or_404(request.viewer, whole_or_404(request.POST.get("student")))
    (row,) = actions.add_participants(
        run, [student], role=request.POST.get("role", ""), by=request.viewer
    )
    toast(
        request,
        _("%(name)s takes part.") % {"name": student.called},
        undo_url=reverse("runs:leave_run", args=[row.pk]),
    )
    return redirect("runs:people", run.pk)


@require_POST
def change_role(request: HttpRequest, participant_id: int) -> HttpResponse:
    row = _participant(request, participant_id)
    actions.change_role(row, role=request.POST.get("role", ""), by=request.viewer)
    toast(request, _("Role changed for %(name)s.") % {"name": row.student.called})
    return redirect("runs:people", row.run_id)


@require_POST
def leave_run(request: HttpRequest, participant_id: int) -> HttpResponse:
    row = _participant(request, participant_id)
    actions.leave_run(row, by=request.viewer)
    toast(
        request,
        _("%(name)s no longer takes part.") % {"name": row.student.called},
        undo_url=reverse("runs:come_back", args=[row.pk]),
    )
    return redirect("runs:people", row.run_id)


@require_POST
def come_back(request: HttpRequest, participant_id: int) -> HttpResponse:
    row = _participant(request, participant_id)
    actions.come_back(row, by=request.viewer)
    toast(request, _("%(name)s takes part again.") % {"name": row.student.called})
    return redirect("runs:people", row.run_id)


@require_POST
def follow_class(request: HttpRequest, run_id: int) -> HttpResponse:
    """Make it the class list of today."""
    run = run_to_change(request, run_id)
    actions.follow_class(run, by=request.viewer)
    toast(request, _("The same students as in the class list now."))
    return redirect("runs:people", run.pk)


def _participant(request: HttpRequest, participant_id: int) -> Any:
    row = queries.participant_or_404(request.viewer, participant_id)
    require(policies.may_change_run(request.viewer, row.run))
    return row


urls = [
    path("runs/<int:run_id>/people/", people, name="people"),
    path("runs/<int:run_id>/people/add/", add_person, name="add_person"),
    path("runs/<int:run_id>/people/class-list/", follow_class, name="follow_class"),
    path("runs/people/<int:participant_id>/role/", change_role, name="change_role"),
    path("runs/people/<int:participant_id>/leave/", leave_run, name="leave_run"),
    path("runs/people/<int:participant_id>/come-back/", come_back, name="come_back"),
]
