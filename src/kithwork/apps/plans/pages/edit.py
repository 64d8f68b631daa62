"""Changes to a draft. Each is a form, does the thing, and comes back with Undo."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.plans import actions, queries
from kithwork.apps.plans.forms import EditForm
from kithwork.apps.plans.pages.review import filters_of
from kithwork.apps.ui.toasts import toast

FILTERS = ("view", "who", "open", "new", "filtered", "page")


def _edit(request: HttpRequest, draft_id: int, do: Callable[..., object]) -> HttpResponse:
    """Run one edit; show both sides when somebody was quicker, and what broke when a rule did."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    form = EditForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    try:
        edited = do(draft, given)
    except Conflict as conflict:
        return _conflict(request, draft_id, conflict)
    except Problem as problem:
        return _broken(request, draft, given, problem)
    last = edited.edits.first()
    undo = {"version": edited.version}
    toast(request, last.sentence, undo_url=reverse("plans:undo", args=[draft_id]), undo_fields=undo)
    return _back(request, draft_id)


def _back(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The review as the person had it: the same view and filters."""
    came_from = urlsplit(request.htmx.current_url or request.headers.get("Referer", ""))
    given = QueryDict(came_from.query)
    kept = {key: given[key] for key in FILTERS if key in given}
    url = reverse("plans:review", args=[draft_id])
    return redirect(f"{url}?{urlencode(kept)}" if kept else url)


def _conflict(request: HttpRequest, draft_id: int, conflict: Conflict) -> HttpResponse:
    """Both changes, with who and when; nothing was lost, and mine can be applied to the newer draft."""
    fresh = queries.draft_or_404(request.viewer, draft_id)
    fields = {
        key: value
        for key, value in request.POST.items()
        if key not in {"version", "csrfmiddlewaretoken"}
    }
    page = {"draft": fresh, "theirs": conflict.theirs, "yours": conflict.yours, "fields": fields}
    return render(request, "plans/conflict.html", page, status=409)


def _broken(request: HttpRequest, draft: object, given: dict, problem: Problem) -> HttpResponse:
    """The session's panel again, with every broken rule said at once."""
    panel = None
    if given.get("need") and given.get("slot") is not None:
        panel = queries.session_panel(draft, given["need"], given["slot"])
    page = {
        "page": queries.review_page(draft, filters_of(request)),
        "draft": draft,
        "session_panel": panel,
        "broken": str(problem),
        "given": given,
    }
    return render(request, "plans/review.html", page, status=409)


@require_POST
def try_fix(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Apply a fix, as it was offered."""

    def do(draft: object, given: dict) -> object:
        return actions.try_fix(
            draft,
            need=given["need"],
            kind=given["kind"],
            version=given["version"],
            by=request.viewer,
        )

    return _edit(request, draft_id, do)


@require_POST
def swap(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put somebody else in one session, or in all of the week."""

    def do(draft: object, given: dict) -> object:
        if given["slot"] is None:
            raise Http404
        return actions.swap_peer(
            draft,
            need=given["need"],
            slot=given["slot"],
            out=given["out"],
            into=given["into"],
            anyway=given["anyway"],
            every_time=given["every_time"],
            version=given["version"],
            by=request.viewer,
        )

    return _edit(request, draft_id, do)


@require_POST
def lock(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Keep a session as it is, or let it change again."""

    def do(draft: object, given: dict) -> object:
        if given["slot"] is None:
            raise Http404
        act = actions.lock if given["keep"] else actions.unlock
        return act(
            draft,
            need=given["need"],
            slot=given["slot"],
            version=given["version"],
            by=request.viewer,
        )

    return _edit(request, draft_id, do)


@require_POST
def leave_open(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Accept that a need stays open in this plan."""

    def do(draft: object, given: dict) -> object:
        return actions.leave_open(
            draft,
            need=given["need"],
            version=given["version"],
            why=given["why"],
            by=request.viewer,
        )

    return _edit(request, draft_id, do)


@require_POST
def reopen(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Count a need that was left open as waiting again."""

    def do(draft: object, given: dict) -> object:
        return actions.reopen(
            draft, need=given["need"], version=given["version"], by=request.viewer
        )

    return _edit(request, draft_id, do)


@require_POST
def undo(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take back the latest change."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    form = EditForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        edited = actions.undo_edit(draft, version=form.cleaned_data["version"], by=request.viewer)
    except Conflict as conflict:
        return _conflict(request, draft_id, conflict)
    except Problem as problem:
        toast(request, str(problem))
        return redirect("plans:review", draft_id)
    toast(request, edited.edits.first().sentence)
    return _back(request, draft_id)


@require_POST
def match_again(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Match again from this draft; what is locked stays."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    try:
        asked = actions.ask_again(draft, by=request.viewer)
    except Problem as problem:
        toast(request, _("Could not match again. %(why)s") % {"why": problem})
        return redirect("plans:review", draft_id)
    return redirect("plans:matching", asked.pk)
