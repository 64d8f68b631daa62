"""One student's needs, wishes and card, and the door to their team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs import actions, policies, queries
from kithwork.apps.needs.pages.reading import note_reading
from kithwork.apps.people.queries import student_or_404
from kithwork.apps.ui.toasts import toast


@require_safe
def student(request: HttpRequest, student_id: int) -> HttpResponse:
    """Everything the team wrote down; for the coordinator outside the team, how to join it."""
    require(policies.may_open_needs(request.viewer))
    found = student_or_404(request.viewer, student_id)
    page = queries.student_page(request.viewer, found)
    if not page.is_on_team and not page.may_join:
        require(policies.may_read_plan_of(request.viewer, found))
    if page.is_on_team:
        note_reading(request, [found])
    return render(request, "needs/student.html", {"page": page, "student": found})


@require_POST
def join_team(request: HttpRequest, student_id: int) -> HttpResponse:
    """Take the student on one's caseload."""
    require(policies.may_open_needs(request.viewer))
    found = student_or_404(request.viewer, student_id)
    actions.join_teams([found], by=request.viewer)
    toast(request, _("You are on %(name)s's team.") % {"name": found.called})
    return redirect("needs:student", found.pk)


urls = [
    path("students/<int:student_id>/", student, name="student"),
    path("students/<int:student_id>/join/", join_team, name="join_team"),
]
