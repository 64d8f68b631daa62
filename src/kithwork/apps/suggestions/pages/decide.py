"""What there is to decide, one card, and what is looked at before it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.accounts.middleware import path_of_ours
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.measures.policies import may_read_progress
from kithwork.apps.suggestions import actions, policies, queries
from kithwork.apps.suggestions.forms import CheckForm, DecideForm
from kithwork.apps.suggestions.ways import page_of
from kithwork.apps.ui.toasts import toast


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Everything open, run by run."""
    require(may_read_progress(request.viewer))
    page = {"cards": queries.decide_list(request.viewer)}
    return render(request, "suggestions/suggestions.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """One card; its form is also on the page of a run and of a student's progress."""
    one = queries.suggestion_or_404(request.viewer, suggestion_id)
    form = DecideForm(request.POST or None, auto_id=f"s{one.pk}_%s")
    if request.method == "POST":
        require(policies.may_decide(request.viewer, one))
    if request.method == "POST" and form.is_valid():
        try:
            decision = actions.decide_suggestion(one, choice=form.choice(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Saved. It stays in the history with your reason."))
            return redirect(
                (page_of(one) if decision.done_at is None else "") or _back(request, one)
            )
    page = {"card": queries.card_of(request.viewer, one), "form": form}
    return render(request, "suggestions/decide.html", page)


@require_POST
def answer_check(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """One thing looked at of the student; the next one shows after it."""
    one = queries.suggestion_or_404(request.viewer, suggestion_id)
    require(policies.may_decide(request.viewer, one))
    form = CheckForm(request.POST)
    if form.is_valid():
        actions.answer_check(
            one, form.cleaned_data["check_of"], is_fine=form.cleaned_data["said"] == "fine",
            by=request.viewer,
        )  # fmt: skip
    else:
        toast(request, _("Choose one of the two."))
    return redirect(_back(request, one, reverse("suggestions:decide", args=[one.pk])))


def _back(request: HttpRequest, one, otherwise: str = "") -> str:  # type: ignore[no-untyped-def]
    """To the page the card stood on, if it is one of ours; else to the run's."""
    asked = request.POST.get("next", "")
    if asked and path_of_ours(asked) == asked:
        return asked
    if otherwise:
        return otherwise
    if one.run_id is None:
        return reverse("suggestions:suggestions")
    return reverse("suggestions:run", args=[one.run_id])


urls = [
    path("", suggestions, name="suggestions"),
    path("<int:suggestion_id>/", decide, name="decide"),
    path("<int:suggestion_id>/look/", answer_check, name="answer_check"),
]
