"""Open calls: made, printed as a poster with a code, closed."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.consents.links import code_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.recruiting import actions, policies, queries
from kithwork.apps.recruiting.forms import CallForm
from kithwork.apps.recruiting.links import call_token
from kithwork.apps.recruiting.texts import words
from kithwork.apps.ui.toasts import toast

THREE_WEEKS = timedelta(weeks=3)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Every call, with how many came by it."""
    require(policies.may_open_pool(request.viewer))
    page = {
        "calls": queries.calls(request.viewer),
        "may_choose": policies.may_choose(request.viewer),
        "today": clock.today_for(request.viewer),
    }
    return render(request, "recruiting/calls.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def open_call(request: HttpRequest) -> HttpResponse:
    require(policies.may_choose(request.viewer))
    first = {"ends_on": clock.today_for(request.viewer) + THREE_WEEKS, "places": 10}
    form = CallForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_call(form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The call is open. Print the poster."))
            return redirect("recruiting:poster", made.pk)
    return render(request, "recruiting/open_call.html", {"form": form})


@require_safe
def poster(request: HttpRequest, call_id: int) -> HttpResponse:
    """One page for a wall or a screen, with the code."""
    call = queries.call_or_404(request.viewer, call_id)
    require(policies.may_open_pool(request.viewer))
    link = request.build_absolute_uri(reverse("recruiting:apply", args=[call_token(call)]))
    page = {"call": call, "words": words(call.language), "link": link, "code": code_of(link)}
    return render(request, "recruiting/poster.html", page)


@require_POST
def close_call(request: HttpRequest, call_id: int) -> HttpResponse:
    call = queries.call_or_404(request.viewer, call_id)
    actions.close_call(call, by=request.viewer)
    toast(request, _("The call is closed."))
    return redirect("recruiting:calls")


urls = [
    path("calls/", calls, name="calls"),
    path("calls/open/", open_call, name="open_call"),
    path("calls/<int:call_id>/poster/", poster, name="poster"),
    path("calls/<int:call_id>/close/", close_call, name="close_call"),
]
