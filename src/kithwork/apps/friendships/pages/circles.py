"""The front page, asking a class before and after, what it came to, and taking answers along under codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.friendships import actions, policies, queries
from kithwork.apps.friendships.forms import AskForm, DueForm, TakeAlongForm
from kithwork.apps.ui.toasts import toast


@require_safe
def friendships(request: HttpRequest) -> HttpResponse:
    require(policies.may_open_friendships(request.viewer))
    return render(
        request, "friendships/friendships.html", {"page": queries.front_page(request.viewer)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a class before anything changes."""
    viewer = request.viewer
    require(policies.may_ask(viewer))
    form = AskForm(
        request.POST or None, groups=queries.groups_to_ask(viewer), today=clock.today_for(viewer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_circle(form.frame(), by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("The class is asked. Students with permission find it on their first page."),
            )
            return redirect("friendships:circle", made.pk)
    return render(
        request, "friendships/ask.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def circle(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Before, after, and what cannot be said of it."""
    found = queries.circle_or_404(request.viewer, circle_id)
    return render(
        request, "friendships/circle.html", {"page": queries.circle_page(request.viewer, found)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request: HttpRequest, circle_id: int) -> HttpResponse:
    """The same class and question, once more."""
    viewer, found = request.viewer, queries.circle_or_404(request.viewer, circle_id)
    form = DueForm(request.POST or None, today=clock.today_for(viewer))
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_after(found, form.cleaned_data["due_on"], by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The class is asked again."))
            return redirect("friendships:circle", found.pk)
    page = {"form": form, "circle": found}
    return render(request, "friendships/ask_again.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_along(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Asks what for; then the file comes, and the trail has a line."""
    viewer, found = request.viewer, queries.circle_or_404(request.viewer, circle_id)
    form = TakeAlongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = actions.take_along(found, purpose=form.cleaned_data["purpose"], by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            answer = HttpResponse(taken.content, content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
            answer["Cache-Control"] = "no-store"
            return answer
    page = {"form": form, "circle": found}
    return render(request, "friendships/take_along.html", page, status=422 if form.errors else 200)


urls = [
    path("", friendships, name="friendships"),
    path("ask/", ask, name="ask"),
    path("<int:circle_id>/", circle, name="circle"),
    path("<int:circle_id>/again/", ask_again, name="ask_again"),
    path("<int:circle_id>/take-along/", take_along, name="take_along"),
]
