"""Blocked times of a student or a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.people import actions, policies, queries
from kithwork.apps.people.forms import BlockForm
from kithwork.apps.ui.toasts import toast

if TYPE_CHECKING:
    from kithwork.apps.people.models import Staff, Student


@require_http_methods(["GET", "POST"])
def block_time(request: HttpRequest, student_id: int) -> HttpResponse:
    """Say when a student cannot be asked for."""
    require(policies.may_open_people(request.viewer))
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_block_times(request.viewer, student))
    return _block(request, student, "student")


@require_http_methods(["GET", "POST"])
def block_staff_time(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Say when a colleague is not with their class."""
    require(policies.may_open_people(request.viewer))
    staff = queries.staff_or_404(request.viewer, staff_id)
    require(policies.may_block_staff_times(request.viewer, staff))
    return _block(request, staff, "staff_member")


def _block(request: HttpRequest, person: Student | Staff, page: str) -> HttpResponse:
    labels = queries.period_labels(person.school, clock.today_for(request.viewer))
    form = BlockForm(request.POST or None, days=person.school.cycle_days, labels=labels)
    if request.method == "POST" and form.is_valid():
        try:
            blocked = actions.block_time(person, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("The time is blocked."),
                undo_url=reverse("people:unblock_time", args=[blocked.pk]),
            )
            return redirect(f"people:{page}", person.pk)
    context = {"person": person, "form": form, "is_staff": page == "staff_member"}
    return render(request, "people/block_time.html", context)


@require_POST
def unblock_time(request: HttpRequest, blocked_id: int) -> HttpResponse:
    """Let a time be asked for again."""
    require(policies.may_open_people(request.viewer))
    blocked = queries.blocked_or_404(request.viewer, blocked_id)
    fields = {"cycle_day": blocked.cycle_day, "label": blocked.label}
    for name in ("from_on", "until_on"):
        on = getattr(blocked, name)
        fields[name] = on.isoformat() if on else ""
    if blocked.student_id:
        page, door, person_id = "people:student", "people:block_time", blocked.student_id
    else:
        page, door, person_id = "people:staff_member", "people:block_staff_time", blocked.staff_id
    actions.unblock_time(blocked, by=request.viewer)
    toast(
        request,
        _("The time is open again."),
        undo_url=reverse(door, args=[person_id]),
        undo_fields=fields,
    )
    return redirect(page, person_id)
