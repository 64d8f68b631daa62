"""Blocked times of a student."""

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


@require_http_methods(["GET", "POST"])
def block_time(request: HttpRequest, student_id: int) -> HttpResponse:
    """Say when a student cannot be asked for."""
    require(policies.may_open_people(request.viewer))
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_block_times(request.viewer, student))
    labels = queries.period_labels(student.school, clock.today_for(request.viewer))
    form = BlockForm(request.POST or None, days=student.school.cycle_days, labels=labels)
    if request.method == "POST" and form.is_valid():
        try:
            blocked = actions.block_time(student, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("The time is blocked."),
                undo_url=reverse("people:unblock_time", args=[blocked.pk]),
            )
            return redirect("people:student", student.pk)
    return render(request, "people/block_time.html", {"student": student, "form": form})


@require_POST
def unblock_time(request: HttpRequest, blocked_id: int) -> HttpResponse:
    """Let a time be asked for again."""
    require(policies.may_open_people(request.viewer))
    blocked = queries.blocked_or_404(request.viewer, blocked_id)
    student = blocked.student
    fields = {"cycle_day": blocked.cycle_day, "label": blocked.label}
    for name in ("from_on", "until_on"):
        on = getattr(blocked, name)
        fields[name] = on.isoformat() if on else ""
    actions.unblock_time(blocked, by=request.viewer)
    toast(
        request,
        _("The time is open again."),
        undo_url=reverse("people:block_time", args=[student.pk]),
        undo_fields=fields,
    )
    return redirect("people:student", student.pk)
