"""What is followed is chosen, called, given a goal, and written down by hand."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.measures import actions
from kithwork.apps.measures.queries import (
    entry_or_404,
    measure_or_404,
    student_or_404,
)
from kithwork.apps.measures.queries.choices import choices, runs_of
from kithwork.apps.measures.queries.open import scale_or_404
from kithwork.apps.progress import policies
from kithwork.apps.progress.forms import (
    ChangeForm,
    EntryForm,
    FollowForm,
    GoalForm,
    RatingForm,
    ScaleForm,
)
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_TERM_DAYS = 84


def home_of(student: Any, measure: Any = None) -> str:
    """A student's progress page, with a measure open."""
    address = reverse("progress:student", args=[student.pk])
    return f"{address}?measure={measure.pk}" if measure is not None else address


def _asked(
    request: HttpRequest, form: Form, student: Any, heading: str, button: str
) -> HttpResponse:
    page = {"form": form, "student": student, "heading": heading, "button": button}
    return render(request, "progress/form.html", page, status=422 if form.errors else 200)


@GET_OR_POST
def follow(request: HttpRequest, student_id: int) -> HttpResponse:
    viewer, student = request.viewer, student_or_404(request.viewer, student_id)
    require(policies.may_follow(viewer, student))
    run = next(iter(runs_of(viewer, student)), None)
    form = FollowForm(request.POST or None, choices=choices(viewer, student), run=run)
    made: list[Any] = []
    if request.method == "POST" and tried(
        form, lambda: made.append(actions.follow(student, form.frame(), by=viewer))
    ):
        toast(request, _("It is followed from today. Set a goal when the team has one."))
        return redirect(home_of(student, made[0]))
    return _asked(request, form, student, _("Follow something"), _("Follow it"))


@GET_OR_POST
def change(request: HttpRequest, measure_id: int) -> HttpResponse:
    viewer, measure = request.viewer, measure_or_404(request.viewer, measure_id)
    require(policies.may_follow(viewer, measure.student))
    first = {
        "name": measure.name,
        "improvement": measure.improvement,
        "setting": measure.setting,
    }
    form = ChangeForm(request.POST or None, initial=first)
    if request.method == "POST" and tried(
        form, lambda: actions.change_measure(measure, **form.cleaned_data, by=viewer)
    ):
        toast(request, _("Saved."))
        return redirect(home_of(measure.student, measure))
    return _asked(request, form, measure.student, _("Change what is followed"), _("Save"))


@require_POST
def stop(request: HttpRequest, measure_id: int) -> HttpResponse:
    measure = measure_or_404(request.viewer, measure_id)
    actions.stop_following(measure, by=request.viewer)
    toast(request, _("It is followed no more. What was recorded stays."))
    return redirect(home_of(measure.student))


@GET_OR_POST
def goal(request: HttpRequest, measure_id: int) -> HttpResponse:
    viewer, measure = request.viewer, measure_or_404(request.viewer, measure_id)
    require(policies.may_follow(viewer, measure.student))
    today = clock.today_for(viewer)
    ends = measure.run.ends_on if measure.run is not None and measure.run.ends_on > today else None
    form = GoalForm(
        request.POST or None,
        unit=measure.unit,
        may_set_iep=bool(policies.may_set_iep_goal(viewer, measure.student)),
        initial={"starts_on": today, "by_on": ends},
    )
    if request.method == "POST" and tried(
        form, lambda: actions.set_goal(measure, form.frame(), by=viewer)
    ):
        toast(request, _("The goal is set. Earlier goals stay on record."))
        return redirect(home_of(measure.student, measure))
    return _asked(request, form, measure.student, _("Set a goal"), _("Set the goal"))


@GET_OR_POST
def enter(request: HttpRequest, measure_id: int) -> HttpResponse:
    viewer, measure = request.viewer, measure_or_404(request.viewer, measure_id)
    require(policies.may_follow(viewer, measure.student))
    form = EntryForm(
        request.POST or None, unit=measure.unit, initial={"on": clock.today_for(viewer)}
    )
    if request.method == "POST" and tried(
        form, lambda: actions.enter_value(measure, form.frame(), by=viewer)
    ):
        toast(request, _("Written down."))
        return redirect(home_of(measure.student, measure))
    return _asked(request, form, measure.student, _("Write a number down"), _("Write it down"))


@GET_OR_POST
def correct(request: HttpRequest, entry_id: int) -> HttpResponse:
    viewer, entry = request.viewer, entry_or_404(request.viewer, entry_id)
    measure = entry.measure
    require(policies.may_follow(viewer, measure.student))
    first = {
        "on": entry.on,
        "value": entry.value,
        "why_none": entry.why_none,
        "setting": entry.setting,
    }
    form = EntryForm(request.POST or None, unit=measure.unit, initial=first)
    if "take_back" in request.POST:
        if tried(form, lambda: actions.take_entry_back(entry, by=viewer)):
            toast(request, _("Taken back. It stays in the history and counts no more."))
            return redirect(home_of(measure.student, measure))
    elif request.method == "POST" and tried(
        form, lambda: actions.enter_value(measure, form.frame(), by=viewer, replaces=entry)
    ):
        toast(request, _("Corrected. The older number stays in the history."))
        return redirect(home_of(measure.student, measure))
    page = {"form": form, "entry": entry, "student": measure.student}
    return render(request, "progress/correct.html", page, status=422 if form.errors else 200)


@GET_OR_POST
def write_scale(request: HttpRequest, student_id: int) -> HttpResponse:
    viewer, student = request.viewer, student_or_404(request.viewer, student_id)
    require(policies.may_follow(viewer, student))
    may_iep = bool(policies.may_set_iep_goal(viewer, student))
    form = ScaleForm(request.POST or None, may_set_iep=may_iep)
    made: list[Any] = []
    if request.method == "POST" and tried(
        form, lambda: made.append(actions.write_scale(student, **form.scale(), by=viewer))
    ):
        toast(request, _("The five levels are written. Say where it is now."))
        return redirect("progress:rate", made[0].pk)
    return _asked(request, form, student, _("Write five levels of a goal"), _("Keep the levels"))


@GET_OR_POST
def rate(request: HttpRequest, scale_id: int) -> HttpResponse:
    viewer, scale = request.viewer, scale_or_404(request.viewer, scale_id)
    may = policies.may_set_iep_goal if scale.is_iep else policies.may_follow
    require(may(viewer, scale.student))
    form = RatingForm(request.POST or None, levels=scale.levels, today=clock.today_for(viewer))
    if request.method == "POST" and tried(
        form, lambda: actions.rate_attainment(scale, **form.cleaned_data, by=viewer)
    ):
        toast(request, _("Written down."))
        return redirect(home_of(scale.student))
    return _asked(request, form, scale.student, scale.name, _("Write it down"))


urls = [
    path("<int:student_id>/follow/", follow, name="follow"),
    path("<int:student_id>/levels/", write_scale, name="write_scale"),
    path("levels/<int:scale_id>/", rate, name="rate"),
    path("measures/<int:measure_id>/change/", change, name="change"),
    path("measures/<int:measure_id>/stop/", stop, name="stop"),
    path("measures/<int:measure_id>/goal/", goal, name="goal"),
    path("measures/<int:measure_id>/enter/", enter, name="enter"),
    path("entries/<int:entry_id>/", correct, name="correct"),
]
