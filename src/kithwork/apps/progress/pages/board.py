"""The fade board; both partners side by side; and a student's points to take along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.accounts.sign_in_again import first_sign_in_again
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.measures.queries import student_or_404
from kithwork.apps.progress import actions, policies, queries
from kithwork.apps.progress.forms import TakeAlongForm

# 5 leads, 0 is away.
LADDER = (5, 4, 3, 2, 1, 0)


@require_safe
def fading(request: HttpRequest) -> HttpResponse:
    """Every practice that goes on, and where its adult is."""
    require(policies.may_read_progress(request.viewer))
    page = {"rows": queries.fade_board(request.viewer), "ladder": LADDER}
    return render(request, "progress/fading.html", page)


@require_safe
def together(request: HttpRequest, student_id: int) -> HttpResponse:
    """Who starts, answers, chooses and gives."""
    found = student_or_404(request.viewer, student_id)
    page = queries.together_page(request.viewer, found)
    return render(request, "progress/together.html", {"page": page, "student": found})


@require_http_methods(["GET", "HEAD", "POST"])
def take_along(request: HttpRequest, student_id: int) -> HttpResponse:
    """Asks what for, and who one is where an IEP goal is in it; then the file comes, and the trail has a line."""
    viewer, found = request.viewer, student_or_404(request.viewer, student_id)
    require(policies.may_follow(viewer, found))
    if queries.holds_plan_goal(viewer, found) and (again := first_sign_in_again(request)):
        return again
    form = TakeAlongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.export_progress(found, purpose=form.cleaned_data["purpose"], by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            taken = actions.archive_of(viewer, found)
            answer = HttpResponse(taken.content, content_type="application/zip")
            answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
            answer["Cache-Control"] = "no-store"
            return answer
    page = {"form": form, "student": found}
    return render(request, "progress/take_along.html", page, status=422 if form.errors else 200)


urls = [
    path("fading/", fading, name="fading"),
    path("<int:student_id>/together/", together, name="together"),
    path("<int:student_id>/take-along/", take_along, name="take_along"),
]
