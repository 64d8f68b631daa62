"""Add a need, change it, close it, open it again."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs import actions, policies, queries
from kithwork.apps.needs.forms import NeedForm, need_as_typed
from kithwork.apps.needs.pages.reading import note_reading
from kithwork.apps.people.queries import student_or_404
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def add_need(request: HttpRequest, student_id: int) -> HttpResponse:
    """Write down a new need. The coordinator joins the team with it, and is told so before."""
    require(policies.may_open_needs(request.viewer))
    student = student_or_404(request.viewer, student_id)
    joins = not policies.may_read_plan_of(request.viewer, student)
    if joins:
        require(policies.may_join_team(request.viewer, student))
    else:
        require(policies.may_change_needs(request.viewer, student))
    timetable = queries.own_timetable(request.viewer, student)
    form = NeedForm(request.POST or None, timetable=timetable, student=student)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if joins:
                    actions.join_teams([student], by=request.viewer)
                need = actions.add_need(student, by=request.viewer, **form.as_need())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("Need added for %(name)s.") % {"name": student.called},
                undo_url=reverse("needs:close_need", args=[need.pk]),
            )
            return redirect("needs:student", student.pk)
    context = {"form": form, "student": student, "joins": joins}
    return render(request, "needs/add_need.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """Change one need. Undo is the same form with the words as they were."""
    require(policies.may_open_needs(request.viewer))
    found = queries.need_or_404(request.viewer, need_id)
    require(policies.may_change_needs(request.viewer, found.student))
    timetable = queries.own_timetable(request.viewer, found.student)
    before = need_as_typed(found)
    form = NeedForm(
        request.POST or None, initial=before, timetable=timetable, student=found.student
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_need(found, by=request.viewer, **form.as_need())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            _say_changed(request, found.pk, before)
            return redirect("needs:student", found.student_id)
    elif request.method != "POST":
        note_reading(request, [found.student])
    context = {"form": form, "need": found, "student": found.student}
    return render(request, "needs/need.html", context)


def _say_changed(request: HttpRequest, need_id: int, before: dict) -> None:
    """With Undo, unless the need was at several periods: a toast holds one value a field."""
    labels = before["labels"]
    if len(labels) > 1:
        toast(request, _("Need changed."))
        return
    fields = {name: value for name, value in before.items() if name != "labels"}
    fields |= {"labels": labels[0]} if labels else {}
    undo = reverse("needs:need", args=[need_id])
    toast(request, _("Need changed."), undo_url=undo, undo_fields=fields)


@require_POST
def close_need(request: HttpRequest, need_id: int) -> HttpResponse:
    """Ask for it no longer."""
    require(policies.may_open_needs(request.viewer))
    found = actions.close_need(queries.need_or_404(request.viewer, need_id), by=request.viewer)
    toast(
        request,
        _("Need closed. Plans no longer ask for it."),
        undo_url=reverse("needs:reopen_need", args=[found.pk]),
    )
    return redirect("needs:student", found.student_id)


@require_POST
def reopen_need(request: HttpRequest, need_id: int) -> HttpResponse:
    """Take closing back."""
    require(policies.may_open_needs(request.viewer))
    found = actions.reopen_need(queries.need_or_404(request.viewer, need_id), by=request.viewer)
    toast(
        request,
        _("Need opened again."),
        undo_url=reverse("needs:close_need", args=[found.pk]),
    )
    return redirect("needs:student", found.student_id)


urls = [
    path("students/<int:student_id>/add/", add_need, name="add_need"),
    path("<int:need_id>/", need, name="need"),
    path("<int:need_id>/close/", close_need, name="close_need"),
    path("<int:need_id>/reopen/", reopen_need, name="reopen_need"),
]
