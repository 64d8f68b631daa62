"""The pool and one candidate: facets side by side, and a choice with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.recruiting import actions, policies, queries
from kithwork.apps.recruiting.forms import AttendanceForm, DecideForm
from kithwork.apps.recruiting.texts import words
from kithwork.apps.ui.toasts import toast


@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    """Everybody who came, by state. No order but the one in which they came."""
    require(policies.may_open_pool(request.viewer))
    state = request.GET.get("state", "open")
    page = queries.pool_page(request.viewer, state=state if state in _states() else "open")
    return render(request, "recruiting/pool.html", {"page": page})


def _states() -> set[str]:
    return {"open", "chosen", "waiting", "not_now", "declined"}


@require_safe
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    return _shown(request, queries.candidate_or_404(request.viewer, candidate_id))


def _shown(request: HttpRequest, one, form: DecideForm | None = None) -> HttpResponse:
    first = {"state": one.state, "reason": one.reason, "is_reserved": one.is_reserved}
    page = {
        "row": queries.candidate_row(request.viewer, one),
        "form": form or DecideForm(initial=first),
        "attendance": AttendanceForm(initial={"attendance": one.attendance}),
        "likely": [] if one.student_id else queries.likely(request.viewer, one),
        "may_choose": policies.may_choose(request.viewer),
    }
    return render(request, "recruiting/candidate.html", page)


@require_POST
def decide(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = queries.candidate_or_404(request.viewer, candidate_id)
    form = DecideForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(one, **form.cleaned_data, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Decided. Tell them soon."))
            return redirect("recruiting:candidate", one.pk)
    return _shown(request, one, form)


@require_POST
def look_up(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = queries.candidate_or_404(request.viewer, candidate_id)
    said = request.POST.get("attendance", "")
    actions.note_attendance(one, attendance=said, by=request.viewer)
    toast(request, _("Kept."))
    return redirect("recruiting:candidate", one.pk)


@require_POST
def say_who(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Which student of the roster wrote this."""
    one = queries.candidate_or_404(request.viewer, candidate_id)
    number = request.POST.get("student", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 12
    student = queries.student_to_name_or_404(request.viewer, int(number) if is_number else 0)
    kept = actions.say_who(one, student, by=request.viewer)
    toast(request, _("Now it is clear who wrote this."))
    return redirect("recruiting:candidate", kept.pk)


@require_POST
def told(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = queries.candidate_or_404(request.viewer, candidate_id)
    actions.note_told(one, by=request.viewer)
    toast(request, _("Kept. They know now."))
    return redirect("recruiting:candidate", one.pk)


@require_safe
def thanks(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """A letter that thanks them, whatever was decided. It says no reason."""
    one = queries.candidate_or_404(request.viewer, candidate_id)
    require(policies.may_choose(request.viewer))
    language = request.GET.get("language") or (one.call.language if one.call else "en")
    said = words(language)
    name = one.student.called if one.student else one.typed_name.split()[0]
    page = {
        "candidate": one,
        "words": said,
        "language": language,
        "greeting": said["greeting"].replace("{name}", name),
        "sentence": said.get(f"thank_{one.state}", ""),
    }
    return render(request, "recruiting/thanks.html", page)


@require_safe
def never_named(request: HttpRequest) -> HttpResponse:
    """Whom nobody has thought of yet."""
    require(policies.may_choose(request.viewer))
    return render(
        request, "recruiting/never_named.html", {"grades": queries.never_named(request.viewer)}
    )


urls = [
    path("", pool, name="pool"),
    path("never-named/", never_named, name="never_named"),
    path("<int:candidate_id>/", candidate, name="candidate"),
    path("<int:candidate_id>/decide/", decide, name="decide"),
    path("<int:candidate_id>/attendance/", look_up, name="look_up"),
    path("<int:candidate_id>/who/", say_who, name="say_who"),
    path("<int:candidate_id>/told/", told, name="told"),
    path("<int:candidate_id>/thanks/", thanks, name="thanks"),
]
