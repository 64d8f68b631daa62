"""A session today without a partner: who could come, one tap, Undo."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.plans import policies, queries
from kithwork.apps.plans.wording import period_name
from kithwork.apps.runs.actions import replace_peer, undo_replace_peer
from kithwork.apps.runs.actions.by_hand import join_pair, move_session, take_back
from kithwork.apps.runs.queries import session_or_404, student_or_404
from kithwork.apps.ui.toasts import toast


@require_safe
def gap(request: HttpRequest, session_id: int) -> HttpResponse:
    """One gap, with everybody who could step in and why."""
    require(policies.may_plan(request.viewer))
    session = session_or_404(request.viewer, session_id)
    found = [
        one for one in queries.gaps_on(request.viewer, session.on) if one.line.pk == session.pk
    ]
    gap = found[0] if found else None
    page = {
        "session": session,
        "gap": gap,
        "period": period_name({"label": session.label, "kind": ""}),
        "instead": queries.instead_words(session),
        "ways": queries.ways_for(request.viewer, session) if gap else None,
    }
    return render(request, "plans/gap.html", page)


@require_POST
def assign(request: HttpRequest, session_id: int) -> HttpResponse:
    """Let somebody step in today."""
    session = session_or_404(request.viewer, session_id)
    out, into = _people(request)
    try:
        replace_peer(session, out=out, into=into, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect("plans:gap", session_id)
    fields = {"into": into.pk, "out": out.pk if out else ""}
    text = _("%(name)s steps in.") % {"name": into.called}
    toast(
        request,
        text,
        undo_url=reverse("plans:undo_substitute", args=[session_id]),
        undo_fields=fields,
    )
    return redirect("home:today")


@require_POST
def undo(request: HttpRequest, session_id: int) -> HttpResponse:
    """Take the substitute out again."""
    session = session_or_404(request.viewer, session_id)
    out, into = _people(request)
    try:
        undo_replace_peer(session, out=out, into=into, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("Undone. The gap is open again."))
    return redirect("home:today")


@require_POST
def join(request: HttpRequest, session_id: int) -> HttpResponse:
    """Let the student join two others that day."""

    def do(session: Any, ways: queries.Ways) -> str:
        chosen = next((one for one in ways.trios if str(one.host_id) == given), None)
        if chosen is None:
            raise Problem(_("They are not free for a trio any more. Choose another way."))
        host = session_or_404(request.viewer, chosen.host_id)
        join_pair(session, host, by=request.viewer)
        names = " & ".join(one.called for one in chosen.people)
        return _("%(name)s joins %(others)s.") % {
            "name": session.whose.called,
            "others": names,
        }

    given = request.POST.get("host", "")
    return _other_way(request, session_id, do)


@require_POST
def move(request: HttpRequest, session_id: int) -> HttpResponse:
    """Hold the session at another time."""

    def do(session: Any, ways: queries.Ways) -> str:
        chosen = next((one for one in ways.moves if one.choice == given), None)
        if chosen is None:
            raise Problem(_("This time is not free any more. Choose another way."))
        move_session(
            session, on=chosen.on, label=chosen.label, peers=chosen.peers, by=request.viewer
        )
        return _("Moved to %(when)s.") % {"when": chosen.when}

    given = request.POST.get("to", "")
    return _other_way(request, session_id, do)


@require_POST
def put_back(request: HttpRequest, session_id: int) -> HttpResponse:
    """Take a trio or a move back."""
    session = session_or_404(request.viewer, session_id)
    try:
        take_back(session, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("Undone. The gap is open again."))
    return redirect("home:today")


def _other_way(
    request: HttpRequest, session_id: int, do: Callable[[Any, queries.Ways], str]
) -> HttpResponse:
    """Do what was offered, if it still is; say what was done, with Undo."""
    require(policies.may_plan(request.viewer))
    session = session_or_404(request.viewer, session_id)
    try:
        said = do(session, queries.ways_for(request.viewer, session))
    except Problem as problem:
        toast(request, str(problem))
        return redirect("plans:gap", session_id)
    toast(request, said, undo_url=reverse("plans:put_back", args=[session_id]), undo_fields={})
    return redirect("home:today")


def _people(request: HttpRequest) -> tuple:
    """Who leaves (perhaps nobody) and who comes, as students this viewer may see."""
    ids = [request.POST.get("out", ""), request.POST.get("into", "")]
    if (
        any(one and not (one.isascii() and one.isdecimal() and len(one) < 12) for one in ids)
        or not ids[1]
    ):
        raise Http404
    out, into = (student_or_404(request.viewer, int(one)) if one else None for one in ids)
    return out, into
