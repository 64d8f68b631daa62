"""A session today without a partner: who could come, one tap, Undo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.plans import policies, queries
from kithwork.apps.runs.actions import replace_peer, undo_replace_peer
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
    return render(
        request, "plans/gap.html", {"session": session, "gap": found[0] if found else None}
    )


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
    text = _("%(name)s steps in today.") % {"name": into.called}
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
