"""Stop: one tap by a student, or passed on by an adult, and the talk that follows."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs.policies import A_SLIP
from kithwork.apps.safety import actions, policies, queries
from kithwork.apps.safety.forms import StopForm, TalkForm
from kithwork.apps.ui.toasts import toast


@require_POST
def say_stop(request: HttpRequest, session_id: int) -> HttpResponse:
    """A student's own tap. No question, no reason, no second page before it holds."""
    session = queries.own_session_or_404(request.viewer, session_id)
    people = queries.people_of(session)
    me = next((one for one in people if one.user_id == request.viewer.user_id), None)
    # A family sees the times of its child, and says stop through an adult.
    require(policies.may_say_stop(request.viewer, me or session.whose))
    partners = [one for one in people if one.pk != me.pk]
    stop = actions.hear_stop(me, partners, letter=_letter(request), by=request.viewer)
    return redirect("safety:stopped", stop.pk)


@require_safe
def stopped(request: HttpRequest, stop_id: int) -> HttpResponse:
    """You said stop, and what happens now."""
    stop = queries.stop_or_404(request.viewer, stop_id)
    may_take_back = (
        stop.taken_back_at is None
        and stop.talked_at is None
        and clock.now() - stop.said_at < A_SLIP
        and bool(policies.may_say_stop(request.viewer, stop.student))
    )
    is_own = stop.student.user_id == request.viewer.user_id
    page = {"stop": stop, "may_take_back": may_take_back, "is_own": is_own}
    return render(request, "safety/stopped.html", page)


@require_POST
def take_back_stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """I changed my mind."""
    stop = queries.stop_or_404(request.viewer, stop_id)
    actions.take_back_stop(stop, by=request.viewer)
    toast(request, _("All as it was."))
    return redirect("home:today")


@require_http_methods(["GET", "HEAD", "POST"])
def stop_for(request: HttpRequest, session_id: int) -> HttpResponse:
    """An adult passes on a student's stop."""
    session = queries.session_or_404(request.viewer, session_id)
    people = queries.people_of(session)
    form = StopForm(request.POST or None, students=queries.as_choices(people))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        student = chosen["student"]
        partners = [one for one in people if one.pk != student.pk]
        try:
            stop = actions.hear_stop(
                student, partners, letter=chosen["letter"], mode=chosen["mode"], by=request.viewer
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("safety:stopped", stop.pk)
    return render(request, "safety/stop_for.html", {"form": form, "people": people})


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The talk: what does the student want?"""
    require(policies.may_look_after(request.viewer))
    stop = queries.stop_or_404(request.viewer, stop_id)
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_talk(stop, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept. Thank you for listening."))
            return redirect("safety:safety")
    page = {"stop": stop, "partners": list(stop.partners.all()), "form": form}
    return render(request, "safety/talk.html", page)


def _letter(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("letter", ""))
    except ValueError:
        return uuid4()


urls = [
    path("stop/<int:session_id>/", say_stop, name="say_stop"),
    path("stop/<int:session_id>/for/", stop_for, name="stop_for"),
    path("stopped/<int:stop_id>/", stopped, name="stopped"),
    path("stopped/<int:stop_id>/back/", take_back_stop, name="take_back_stop"),
    path("stopped/<int:stop_id>/talk/", talk, name="talk"),
]
