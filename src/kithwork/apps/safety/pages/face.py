"""How was it? Three faces for a student, and the talk they may ask for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.runs.actions import can_come, cannot_come, unsay_coming
from kithwork.apps.safety import actions, queries
from kithwork.apps.ui.toasts import toast


@require_POST
def say_face(request: HttpRequest, session_id: int) -> HttpResponse:
    student, session = queries.own_time_or_404(request.viewer, session_id)
    said = request.POST.get("face", "")
    if said not in {"1", "2", "3"}:
        raise Http404
    actions.say_face(student, session, face=int(said), by=request.viewer)
    toast(request, _("Thank you for telling."))
    return redirect("home:today")


@require_POST
def cannot(request: HttpRequest, session_id: int) -> HttpResponse:
    """I cannot today: one tap, no reason."""
    session = queries.own_session_or_404(request.viewer, session_id)
    cannot_come(session, by=request.viewer)
    toast(request, _("That is all right. An adult finds somebody else."))
    return redirect("home:today")


@require_POST
def can(request: HttpRequest, session_id: int) -> HttpResponse:
    """I will be there: one tap, seen by the adults of that time, and undone in one more."""
    session = queries.own_session_or_404(request.viewer, session_id)
    try:
        can_come(session, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        undo = reverse("safety:unsay", args=[session.pk])
        toast(request, _("Good. See you there."), undo_url=undo)
    return redirect("home:today")


@require_POST
def unsay(request: HttpRequest, session_id: int) -> HttpResponse:
    """Nothing is said any more: neither a yes nor a no."""
    session = queries.own_session_or_404(request.viewer, session_id)
    unsay_coming(session, by=request.viewer)
    toast(request, _("Undone. You can say it later."))
    return redirect("home:today")


@require_POST
def face_talk(request: HttpRequest, student_id: int) -> HttpResponse:
    """An adult has talked with a student in private."""
    student = queries.hard_times_or_404(request.viewer, student_id)
    actions.note_face_talk(student, by=request.viewer)
    toast(request, _("Kept. Thank you for talking with them."))
    return redirect("safety:safety")


urls = [
    path("times/<int:session_id>/face/", say_face, name="say_face"),
    path("times/<int:session_id>/cannot/", cannot, name="cannot"),
    path("times/<int:session_id>/can/", can, name="can"),
    path("times/<int:session_id>/unsay/", unsay, name="unsay"),
    path("faces/<int:student_id>/talked/", face_talk, name="face_talk"),
]
