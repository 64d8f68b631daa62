"""A student's team: who is on it, and until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.people import actions, policies, queries
from kithwork.apps.people.forms import TeamForm
from kithwork.apps.schools.queries import current_year
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import whole_or_404


@require_http_methods(["GET", "POST"])
def join_team(request: HttpRequest, student_id: int) -> HttpResponse:
    """Put a colleague on a student's team."""
    require(policies.may_open_people(request.viewer))
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_open_access(request.viewer, student))
    candidates = queries.team_candidates(request.viewer)
    year = current_year(student.school, clock.today_for(request.viewer))
    start = {"until_on": year.ends_on} if year else {}
    form = TeamForm(request.POST or None, candidates=candidates, initial=start)
    if request.method == "POST" and form.is_valid():
        staff = next(each for each in candidates if str(each.pk) == form.cleaned_data["staff"])
        try:
            actions.join_team(
                student, staff, until_on=form.cleaned_data["until_on"], by=request.viewer
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("%(name)s is on %(student)s's team.")
                % {"name": staff.full_name, "student": student.called},
                undo_url=reverse("people:leave_team", args=[student.pk]),
                undo_fields={"user": staff.user_id},
            )
            return redirect("people:student", student.pk)
    return render(request, "people/join_team.html", {"student": student, "form": form})


@require_POST
def leave_team(request: HttpRequest, student_id: int) -> HttpResponse:
    """Take a colleague off a student's team."""
    require(policies.may_open_people(request.viewer))
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_open_access(request.viewer, student))
    user = whole_or_404(request.POST.get("user"))
    on = clock.today_for(request.viewer)
    member = next((m for m in queries.team_of(student, on) if m.user_id == user), None)
    actions.leave_team(student, user, by=request.viewer)
    undo = {}
    if member and member.staff:
        undo = {
            "undo_url": reverse("people:join_team", args=[student.pk]),
            "undo_fields": {"staff": member.staff.pk, "until_on": member.until_on.isoformat()},
        }
    toast(request, _("They are off %(student)s's team.") % {"student": student.called}, **undo)
    return redirect("people:student", student.pk)
