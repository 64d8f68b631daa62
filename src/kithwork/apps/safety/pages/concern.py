"""A concern: written down, read, followed up, settled."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.sealed import public_key
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs.actions import end_pauses
from kithwork.apps.safety import actions, policies, queries
from kithwork.apps.safety.forms import LEVELS, ReportForm, StepForm, StudentReportForm
from kithwork.apps.safety.letters import take
from kithwork.apps.ui.sealed_letters import read_batch
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Something is wrong: one page for adults, one question for students."""
    viewer = request.viewer
    require(policies.may_report(viewer))
    is_student = viewer.role in policies.STUDENTS
    form = (
        StudentReportForm(request.POST or None)
        if is_student
        else ReportForm(request.POST or None, students=queries.students_to_offer(viewer))
    )
    if request.method == "POST" and form.is_valid():
        try:
            concern = actions.report_concern(form.report(), by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("safety:reported", concern.pk)
    page = {
        "form": form,
        "is_student": is_student,
        "phone": queries.number_to_call(viewer),
        "seal_key": public_key(),
    }
    return render(request, "safety/report.html", page)


@require_safe
def report_frame(request: HttpRequest) -> HttpResponse:
    """The empty form that a device may keep: it holds nobody's name, and opens without a network."""
    form = ReportForm(students=queries.nobody())
    return render(request, "safety/report_frame.html", {"form": form, "seal_key": public_key()})


@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Concerns that were sealed on a device without a network: one answer for each."""
    sent = read_batch(request.body)
    if isinstance(sent, str):
        return JsonResponse({"sentence": sent}, status=400)
    require(policies.may_report(request.viewer))
    return JsonResponse({"answers": [take(one, by=request.viewer) for one in sent]})


@require_safe
def reported(request: HttpRequest, concern_id: int) -> HttpResponse:
    """It was kept, and who hears of it."""
    concern = queries.concern_or_404(request.viewer, concern_id)
    is_student = request.viewer.role in policies.STUDENTS
    return render(request, "safety/reported.html", {"concern": concern, "is_student": is_student})


@require_safe
def concern(request: HttpRequest, concern_id: int) -> HttpResponse:
    """One concern with all that was done about it."""
    require(policies.may_look_after(request.viewer))
    one = queries.concern_or_404(request.viewer, concern_id)
    actions.note_reading(one, by=request.viewer)
    return _shown(request, one, StepForm())


@require_POST
def follow_up(request: HttpRequest, concern_id: int) -> HttpResponse:
    """Add what was done; close with it; or say the family was told."""
    require(policies.may_look_after(request.viewer))
    one = queries.concern_or_404(request.viewer, concern_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, form)
    text = form.cleaned_data["text"]
    try:
        if request.POST.get("then") == "close":
            actions.close_concern(one, text=text, by=request.viewer)
        else:
            is_family = request.POST.get("then") == "family"
            actions.follow_up(one, text=text, is_family=is_family, by=request.viewer)
    except Problem as problem:
        form.add_error(None, str(problem))
        return _shown(request, one, form)
    return redirect("safety:concern", one.pk)


@require_POST
def open_again(request: HttpRequest, concern_id: int) -> HttpResponse:
    """It was closed too soon."""
    require(policies.may_look_after(request.viewer))
    one = queries.concern_or_404(request.viewer, concern_id)
    actions.open_again(one, by=request.viewer)
    return redirect("safety:concern", one.pk)


@require_POST
def raise_level(request: HttpRequest, concern_id: int) -> HttpResponse:
    """After a second look it is more, or less, serious."""
    require(policies.may_look_after(request.viewer))
    one = queries.concern_or_404(request.viewer, concern_id)
    level = request.POST.get("level", "")
    actions.raise_level(one, level=int(level) if level in {"1", "2", "3"} else 0, by=request.viewer)
    return redirect("safety:concern", one.pk)


@require_POST
def go_on(request: HttpRequest, concern_id: int) -> HttpResponse:
    """End the pauses this concern caused, with a reason."""
    require(policies.may_look_after(request.viewer))
    one = queries.concern_or_404(request.viewer, concern_id)
    pauses = queries.pauses_because(request.viewer, f"safety.concern:{one.pk}")
    end_pauses(pauses, reason=request.POST.get("reason", ""), by=request.viewer)
    toast(request, _("Their times together go on."))
    return redirect("safety:concern", one.pk)


def _shown(request: HttpRequest, one, form: StepForm) -> HttpResponse:
    page = {
        "concern": one,
        "level": dict(LEVELS)[one.level],
        "levels": [(value, text) for value, text in LEVELS if value != one.level],
        "students": list(one.students.all()),
        "steps": list(one.steps.select_related("by")),
        "pauses": queries.pauses_because(request.viewer, f"safety.concern:{one.pk}"),
        "form": form,
    }
    return render(request, "safety/concern.html", page)


urls = [
    path("concern/", report, name="report"),
    path("concern/frame/", report_frame, name="report_frame"),
    path("concern/letters/", letters, name="concern_letters"),
    path("concern/<int:concern_id>/kept/", reported, name="reported"),
    path("concern/<int:concern_id>/", concern, name="concern"),
    path("concern/<int:concern_id>/step/", follow_up, name="follow_up"),
    path("concern/<int:concern_id>/open/", open_again, name="open_again"),
    path("concern/<int:concern_id>/level/", raise_level, name="raise_level"),
    path("concern/<int:concern_id>/go-on/", go_on, name="go_on"),
]
