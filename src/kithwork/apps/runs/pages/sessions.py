"""The sessions of a day for those who are there, and who is absent."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, no, require
from kithwork.apps.runs import actions, queries
from kithwork.apps.ui.toasts import toast


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """One day: who is with whom, when and where; absences for those who may note them."""
    viewer = request.viewer
    is_staff = viewer.is_school_staff and viewer.role != "planning_team"
    require(
        YES
        if is_staff
        else no("Sessions are for the adults who are there. Your own times are on Today.")
    )
    on = _on(request)
    page = {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "lines": queries.sessions_on(viewer, on),
        "practices": queries.run_sessions_on(viewer, on),
        "absences": queries.absences_on(viewer, on),
        "students": queries.students_of_the_day(viewer, on),
        "is_today": on == clock.today_for(viewer),
    }
    return render(request, "runs/sessions.html", page)


@require_POST
def note_absence(request: HttpRequest) -> HttpResponse:
    """Note that somebody is away."""
    student = queries.student_or_404(request.viewer, _whole(request.POST.get("student")))
    on = _on(request)
    absence = actions.note_absence(student, on=on, by=request.viewer)
    text = _("%(name)s is absent.") % {"name": student.called}
    toast(
        request, text, undo_url=reverse("runs:remove_absence"), undo_fields={"absence": absence.pk}
    )
    return redirect(f"{reverse('runs:sessions')}?on={on.isoformat()}")


@require_POST
def remove_absence(request: HttpRequest) -> HttpResponse:
    """The student is here after all."""
    absence = queries.absence_or_404(request.viewer, _whole(request.POST.get("absence")))
    on = absence.on
    actions.remove_absence(absence, by=request.viewer)
    toast(request, _("The absence is taken back."))
    return redirect(f"{reverse('runs:sessions')}?on={on.isoformat()}")


@require_POST
def mark(request: HttpRequest, session_id: int) -> HttpResponse:
    """Say whether a session was held, or take that back."""
    session = queries.session_or_404(request.viewer, session_id)
    if request.POST.get("back") == "1":
        actions.unmark(session, by=request.viewer)
        toast(request, _("Undone. Nothing is said about this session."))
    elif request.POST.get("held") == "1":
        actions.mark_held(session, by=request.viewer)
        _told(request, session_id, _("Held."))
    else:
        actions.mark_not_held(session, why=request.POST.get("why", ""), by=request.viewer)
        _told(request, session_id, _("Not held. The other times stay as they are."))
    return redirect(f"{reverse('runs:sessions')}?on={session.on.isoformat()}")


def _told(request: HttpRequest, session_id: int, words: str) -> None:
    undo_url = reverse("runs:mark", args=[session_id])
    toast(request, words, undo_url=undo_url, undo_fields={"back": "1"})


def _on(request: HttpRequest) -> date:
    text = request.POST.get("on") or request.GET.get("on") or ""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return clock.today_for(request.viewer)
    return on if 2000 < on.year < 2100 else clock.today_for(request.viewer)


def _whole(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise Http404
    return int(text)
