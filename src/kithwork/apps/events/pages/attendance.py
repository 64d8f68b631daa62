"""Who came, by tap, on a phone in the doorway; and how long it took."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.events import actions, policies, queries
from kithwork.apps.events.forms import LogForm
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried, whole_or_404

TAPS = {"yes": True, "no": False, "": None}


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, event_day_id: int) -> HttpResponse:
    """The list of names. Posting keeps the minutes and the guests of the day."""
    day = queries.day_or_404(request.viewer, event_day_id)
    require(policies.may_change_event(request.viewer, day.event))
    page = queries.attendance_page(request.viewer, day)
    initial = {"minutes": page.minutes}
    if page.log is not None:
        initial |= {"others": page.log.others, "activity": page.log.activity}
    form = LogForm(request.POST or None, initial=initial)
    if request.method == "POST" and tried(
        form, lambda: actions.log_day(day, **form.cleaned_data, by=request.viewer)
    ):
        toast(request, _("The day is logged."))
        return redirect("events:event", day.event_id)
    shown = {"day": day, "event": day.event, "page": page, "form": form}
    return render(request, "events/attendance.html", shown)


@require_POST
def mark(request: HttpRequest, event_day_id: int) -> HttpResponse:
    """One tap: here, not here, or taken back."""
    day = queries.day_or_404(request.viewer, event_day_id)
    student = queries.listed_student_or_404(
        day.event, whole_or_404(request.POST.get("student") or "0")
    )
    tap = TAPS.get(request.POST.get("here", ""))
    actions.mark_attendance(day, student, is_here=tap, by=request.viewer)
    if request.htmx:
        page = queries.attendance_page(request.viewer, day)
        shown = {"day": day, "event": day.event, "page": page, "tapped": student}
        return render(request, "events/_names.html", shown)
    return redirect("events:attendance", day.pk)


urls = [
    path("day/<int:event_day_id>/attendance/", attendance, name="attendance"),
    path("day/<int:event_day_id>/mark/", mark, name="mark"),
]
