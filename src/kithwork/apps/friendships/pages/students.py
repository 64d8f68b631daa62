"""One student's own answers, and writing down what a student said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.friendships import actions, queries
from kithwork.apps.friendships.forms import WriteDownForm
from kithwork.apps.friendships.pages.chosen import chosen
from kithwork.apps.ui.toasts import toast


@require_safe
def student(request: HttpRequest, circle_id: int, student_id: int) -> HttpResponse:
    """What one student said, and never by whom they were named."""
    page = queries.student_page_or_404(request.viewer, circle_id, student_id)
    return render(request, "friendships/student.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: HttpRequest, friend_round_id: int, student_id: int) -> HttpResponse:
    """The class to choose from, and the way the student answered. What was kept before is not shown."""
    page = queries.write_page_or_404(request.viewer, friend_round_id, student_id)
    form = WriteDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["said"]
        named = chosen(request) if said == "names" else set()
        try:
            actions.write_down(
                page.round, page.student, named, said=said, mode=form.cleaned_data["mode"],
                by=request.viewer,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("It is written down."))
            if request.viewer.role == Role.COORDINATOR:
                return redirect("friendships:circle", page.round.circle_id)
            return redirect("friendships:friendships")
    status = 422 if form.errors else 200
    shown = {"page": page, "form": form, "kept": chosen(request)}
    return render(request, "friendships/write_down.html", shown, status=status)


urls = [
    path("<int:circle_id>/students/<int:student_id>/", student, name="student"),
    path("rounds/<int:friend_round_id>/students/<int:student_id>/", write_down, name="write_down"),
]
