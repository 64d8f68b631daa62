"""Keep two students apart in plans, with a reason for their teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs import actions, policies, queries
from kithwork.apps.needs.forms import DoNotPairForm
from kithwork.apps.needs.pages.reading import note_reading
from kithwork.apps.people.queries import student_or_404
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def do_not_pair(request: HttpRequest, student_id: int) -> HttpResponse:
    """Notes in force, and a form for a new one: first the other student, then why."""
    require(policies.may_open_needs(request.viewer))
    student = student_or_404(request.viewer, student_id)
    require(policies.may_change_needs(request.viewer, student))
    chosen = request.POST.get("other") or request.GET.get("other", "")
    other = (
        student_or_404(request.viewer, int(chosen))
        if chosen.isdecimal() and len(chosen) < 19
        else None
    )
    form = DoNotPairForm(request.POST or None)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            kept = actions.keep_apart(student, other, by=request.viewer, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("Plans keep these two apart from today."),
                undo_url=reverse("needs:end_do_not_pair", args=[kept.pk]),
            )
            return redirect("needs:do_not_pair", student.pk)
    note_reading(request, [student])
    words = request.GET.get("q", "").strip()[:80]
    context = {
        "student": student,
        "other": other,
        "form": form,
        "kept_apart": queries.kept_apart_of(request.viewer, student),
        "words": words,
        "found": queries.students_named(request.viewer, words, but=student),
    }
    return render(request, "needs/do_not_pair.html", context)


@require_POST
def end_do_not_pair(request: HttpRequest, do_not_pair_id: int) -> HttpResponse:
    """Let plans bring them together again."""
    require(policies.may_open_needs(request.viewer))
    kept = queries.do_not_pair_or_404(request.viewer, do_not_pair_id)
    actions.end_do_not_pair(kept, by=request.viewer)
    toast(
        request,
        _("Ended. Plans may bring them together again."),
        undo_url=reverse("needs:resume_do_not_pair", args=[kept.pk]),
    )
    return redirect("needs:do_not_pair", _back_to(request, kept))


@require_POST
def resume_do_not_pair(request: HttpRequest, do_not_pair_id: int) -> HttpResponse:
    """Take ending back."""
    require(policies.may_open_needs(request.viewer))
    kept = queries.do_not_pair_or_404(request.viewer, do_not_pair_id)
    actions.resume_do_not_pair(kept, by=request.viewer)
    toast(request, _("Kept apart again."))
    return redirect("needs:do_not_pair", _back_to(request, kept))


def _back_to(request: HttpRequest, kept) -> int:
    """Whichever of the two the viewer may write about."""
    if policies.may_change_needs(request.viewer, kept.first):
        return kept.first_id
    return kept.second_id


urls = [
    path("students/<int:student_id>/do-not-pair/", do_not_pair, name="do_not_pair"),
    path("do-not-pair/<int:do_not_pair_id>/end/", end_do_not_pair, name="end_do_not_pair"),
    path("do-not-pair/<int:do_not_pair_id>/resume/", resume_do_not_pair, name="resume_do_not_pair"),
]
