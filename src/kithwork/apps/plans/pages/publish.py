"""See what each person gets, then publish."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.plans import actions, queries
from kithwork.apps.plans.forms import EditForm
from kithwork.apps.plans.pages.edit import _conflict
from kithwork.apps.ui.toasts import toast


@require_safe
def publish_check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Each person's lines, before anything goes out."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    return render(
        request, "plans/publish_check.html", {"check": queries.publish_check(draft), "draft": draft}
    )


@require_POST
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Make this draft the plan in force."""
    draft = queries.draft_or_404(request.viewer, draft_id)
    form = EditForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        published = actions.publish(draft, version=form.cleaned_data["version"], by=request.viewer)
    except Conflict as conflict:
        return _conflict(request, draft_id, conflict)
    except Problem as problem:
        page = {"check": queries.publish_check(draft), "draft": draft, "problem": str(problem)}
        return render(request, "plans/publish_check.html", page, status=409)
    toast(request, _said(published.laid_out))
    return redirect("plans:plan")


def _said(done: object) -> str:
    made = done.sessions_made + done.sessions_kept
    text = ngettext(
        "Published. %(n)s session is on the calendar.",
        "Published. %(n)s sessions are on the calendar.",
        made,
    )
    skipped = sum(done.not_held.values())
    more = _(" %(n)s times fall on days without that period.") % {"n": skipped} if skipped else ""
    return text % {"n": made} + more
