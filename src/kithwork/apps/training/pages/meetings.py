"""Training meetings: planned, with a sign-in list and a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.training import actions, policies, queries
from kithwork.apps.training.forms import AskForm, CameForm, MeetingForm
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Day, time, place, and what it is about; one that goes on asks the same students."""
    require(policies.may_hold_meetings(request.viewer))
    form = MeetingForm(request.POST or None, viewer=request.viewer, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_meeting(form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("The meeting is planned."),
                undo_url=reverse("training:call_off", args=[made.pk]),
            )
            return redirect("training:meeting", made.pk)
    return render(request, "training/plan_meeting.html", {"form": form})


def _start(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get("follows", "")
    return {"follows": asked} if asked.isdecimal() else {}


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The sign-in list, and the script to hold it by."""
    found = queries.meeting_or_404(request.viewer, meeting_id)
    return render(
        request, "training/meeting.html", {"page": queries.meeting_page(request.viewer, found)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_students(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Choose who is asked to come."""
    found = queries.meeting_or_404(request.viewer, meeting_id)
    require(policies.may_change_meeting(request.viewer, found))
    there = set(found.seats.values_list("student_id", flat=True))
    students = [one for one in queries.learner_students(request.viewer) if one.pk not in there]
    form = AskForm(request.POST or None, students=students)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        actions.ask_to_meeting(found, chosen, by=request.viewer)
        n = len(chosen)
        said = ngettext("%(n)s student is on the list.", "%(n)s students are on the list.", n)
        toast(request, said % {"n": n})
        return redirect("training:meeting", found.pk)
    page = {"form": form, "meeting": found, "students": students}
    return render(request, "training/ask_students.html", page)


@require_POST
def who_came(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write down who came."""
    found = queries.meeting_or_404(request.viewer, meeting_id)
    form = CameForm(request.POST, seats=found.seats.select_related("student"))
    if form.is_valid():
        actions.write_down_who_came(found, form.came(), by=request.viewer)
        toast(request, _("Who came is kept."))
    return redirect("training:meeting", found.pk)


@require_POST
def call_off(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Call it off, or hold it after all."""
    found = queries.meeting_or_404(request.viewer, meeting_id)
    actions.call_off(found, not found.called_off, by=request.viewer)
    toast(request, _("It is called off.") if found.called_off else _("It will be held."))
    return redirect("training:meeting", found.pk)


urls = [
    path("meetings/plan/", plan_meeting, name="plan_meeting"),
    path("meetings/<int:meeting_id>/", meeting, name="meeting"),
    path("meetings/<int:meeting_id>/ask/", ask_students, name="ask_students"),
    path("meetings/<int:meeting_id>/came/", who_came, name="who_came"),
    path("meetings/<int:meeting_id>/call-off/", call_off, name="call_off"),
]
