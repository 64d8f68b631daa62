"""Log a session: what happened, in half a minute, and later corrections."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import actions, policies
from kithwork.apps.runs.log_form import LogForm
from kithwork.apps.runs.queries import log as queries
from kithwork.apps.runs.wording import LEVELS
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, session_id: int) -> HttpResponse:
    """The form; or, once it is logged, what was told, and the form to correct it."""
    session = queries.session_to_log_or_404(request.viewer, session_id)
    require(policies.may_log(request.viewer, session))
    page = queries.log_page(request.viewer, session)
    context: dict[str, Any] = {"page": page, "session": session, "levels": LEVELS.items()}
    if request.method != "POST":
        corrects = page.standing is not None and (page.is_first_draft or "correct" in request.GET)
        context |= {"corrects": corrects, "form": LogForm(page=page, corrects=corrects)}
        template = "logged" if page.standing is not None and not corrects else "log"
        return render(request, f"runs/{template}.html", context)
    form = LogForm(request.POST, page=page)
    context |= {"form": form, "corrects": bool(request.POST.get("replaces"))}
    if not form.is_valid():
        return render(request, "runs/log.html", context)
    try:
        _save(request, page, form)
    except Problem as problem:
        context["problem"] = str(problem)
        return render(request, "runs/log.html", context, status=409)
    toast(request, _("Logged."))
    return redirect(f"{reverse('runs:sessions')}?on={session.on.isoformat()}")


def _save(request: HttpRequest, page: queries.LogPage, form: LogForm) -> None:
    """A first log, or a correction of the one the form was opened with."""
    told, letter = form.as_told(), form.cleaned_data["letter"]
    key = form.cleaned_data["replaces"]
    if key is None:
        actions.log_session(page.session, told=told, letter=letter, by=request.viewer)
        return
    replaced = next((one.log for one in page.versions if one.log.pk == key), None)
    if replaced is None:
        raise Problem(_("What you correct is not a log of this session. Open the page again."))
    actions.correct_log(replaced, told=told, letter=letter, by=request.viewer)


urls = [path("<int:session_id>/log/", log, name="log")]
