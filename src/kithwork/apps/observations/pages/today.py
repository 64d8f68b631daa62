"""Whom else one observes today: added to one's own list, for this day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.queries import today as queries
from kithwork.apps.ui.toasts import toast

LONGEST_SEARCH = 60


@require_safe
def whom_today(request: HttpRequest) -> HttpResponse:
    """Who was added for today, and a way to find somebody else."""
    require(policies.may_add_for_today(request.viewer))
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    page = queries.today_page(request.viewer, words)
    return render(request, "observations/whom_today.html", {"page": page, "words": words})


@require_POST
def add_today(request: HttpRequest, student_id: int) -> HttpResponse:
    """Onto one's own list, for today."""
    require(policies.may_add_for_today(request.viewer))
    student = queries.observable_or_404(request.viewer, student_id)
    actions.add_for_today(student, by=request.viewer)
    toast(request, _("{name} is on your list today.").format(name=student.called))
    return redirect("observations:whom_today")


@require_POST
def leave_today(request: HttpRequest, added_id: int) -> HttpResponse:
    """Off it again."""
    added = queries.addition_or_404(request.viewer, added_id)
    actions.leave_for_today(added, by=request.viewer)
    toast(request, _("Taken off your list."))
    return redirect("observations:whom_today")


urls = [
    path("whom/", whom_today, name="whom_today"),
    path("whom/<int:student_id>/add/", add_today, name="add_today"),
    path("whom/<int:added_id>/leave/", leave_today, name="leave_today"),
]
