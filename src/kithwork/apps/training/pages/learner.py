"""One student's training: what is missing, role-plays to score, answers given aloud."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.training import actions, policies, queries
from kithwork.apps.training.forms import AloudForm, NewAgreementForm, ScoreForm
from kithwork.apps.training.orientation import piece_of
from kithwork.apps.ui.toasts import toast


@require_safe
def learner(request: HttpRequest, student_id: int) -> HttpResponse:
    """What they know, what they showed, what is on record, and what is missing for each role."""
    student = queries.student_or_404(request.viewer, student_id)
    page = queries.learner_page(request.viewer, student)
    return render(
        request, "training/learner.html", {"page": page, "new_agreement": NewAgreementForm()}
    )


@require_safe
def choose_practice(request: HttpRequest, student_id: int) -> HttpResponse:
    """From the list of practices to the checklist of the first lesson."""
    student = queries.student_or_404(request.viewer, student_id)
    subject = request.GET.get("subject", "")
    found = queries.first_checklist(subject, student)
    if found is None:
        raise Http404
    return redirect("training:score", student.pk, subject, found)


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, student_id: int, subject: str, lesson: str) -> HttpResponse:
    """Score a role-play while it is played, or right after."""
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_train(request.viewer, student))
    page = queries.score_page(student, subject, lesson)
    form = ScoreForm(request.POST or None, items=page.checklist.items)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.score(student, subject, lesson, form.said(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("Kept: %(yes)s of %(all)s steps shown.")
                % {"yes": made.yes, "all": made.yes + made.no},
                undo_url=reverse("training:take_back", args=[made.pk]),
            )
            return redirect("training:learner", student.pk)
    context = {"form": form, "page": page, "student": student}
    return render(request, "training/score.html", context)


@require_POST
def take_back(request: HttpRequest, rehearsal_id: int) -> HttpResponse:
    """Written down by mistake: it stays, crossed out."""
    found = queries.rehearsal_or_404(request.viewer, rehearsal_id)
    actions.take_rehearsal_back(found, by=request.viewer)
    toast(request, _("Crossed out. It counts no more."))
    return redirect("training:learner", found.student_id)


@require_http_methods(["GET", "HEAD", "POST"])
def aloud(request: HttpRequest, student_id: int, piece_key: str) -> HttpResponse:
    """Go through the questions of a piece together, answered in any way."""
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_train(request.viewer, student))
    found = piece_of(piece_key)
    if found is None or found.audience != "peer":
        raise Http404
    row = queries.progress_of(policies.Learner(student=student), found)
    start = {"right": row.right if row else []}
    form = AloudForm(request.POST or None, piece=found, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.write_down_aloud(student, found, form.cleaned_data["right"], by=request.viewer)
        toast(request, _("The answers are kept."))
        return redirect("training:learner", student.pk)
    return render(
        request, "training/aloud.html", {"form": form, "piece": found, "student": student}
    )


urls = [
    path("students/<int:student_id>/", learner, name="learner"),
    path("students/<int:student_id>/practice/", choose_practice, name="choose_practice"),
    path("students/<int:student_id>/score/<str:subject>/<slug:lesson>/", score, name="score"),
    path("students/<int:student_id>/aloud/<slug:piece_key>/", aloud, name="aloud"),
    path("rehearsals/<int:rehearsal_id>/take-back/", take_back, name="take_back"),
]
