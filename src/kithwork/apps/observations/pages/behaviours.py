"""The dictionary of behaviours, and what a school defines beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.forms import BehaviourForm
from kithwork.apps.observations.queries import behaviours as queries
from kithwork.apps.ui.toasts import toast

LONGEST_SEARCH = 60


@require_safe
def behaviours(request: HttpRequest) -> HttpResponse:
    """Every behaviour there is words for: what counts, what does not, how it is recorded best."""
    require(policies.may_read_dictionary(request.viewer))
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    page = queries.dictionary_page(request.viewer, words)
    return render(request, "observations/behaviours.html", {"page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def new_behaviour(request: HttpRequest) -> HttpResponse:
    """Define one of the school's own."""
    require(policies.may_arrange(request.viewer))
    form = BehaviourForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own = actions.define_behaviour(form.meaning(), by=request.viewer)
        except Problem as problem:
            form.add_error("name", str(problem))
        else:
            toast(request, _("“{name}” can be watched now.").format(name=own.name))
            return redirect("observations:behaviours")
    return render(request, "observations/new_behaviour.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def behaviour(request: HttpRequest, behaviour_id: int) -> HttpResponse:
    """One of the school's own: a change makes the next version, and what was observed keeps its words."""
    require(policies.may_arrange(request.viewer))
    page = queries.own_page(request.viewer, queries.behaviour_or_404(request.viewer, behaviour_id))
    own = page.newest
    begins = {name: getattr(own, name) for name in BehaviourForm.base_fields}
    form = BehaviourForm(request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            newer = actions.change_behaviour(own, form.meaning(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Version {n} is in the dictionary.").format(n=newer.version))
            return redirect("observations:behaviour", newer.pk)
    return render(request, "observations/behaviour.html", {"page": page, "form": form})


@require_POST
def retire_behaviour(request: HttpRequest, behaviour_id: int) -> HttpResponse:
    """No new form watches it."""
    own = queries.behaviour_or_404(request.viewer, behaviour_id)
    actions.retire_behaviour(own, by=request.viewer)
    toast(
        request, _("“{name}” is retired. What was observed keeps its words.").format(name=own.name)
    )
    return redirect("observations:behaviours")


urls = [
    path("behaviours/", behaviours, name="behaviours"),
    path("behaviours/new/", new_behaviour, name="new_behaviour"),
    path("behaviours/<int:behaviour_id>/", behaviour, name="behaviour"),
    path("behaviours/<int:behaviour_id>/retire/", retire_behaviour, name="retire_behaviour"),
]
