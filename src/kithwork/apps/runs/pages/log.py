"""Log a session: what happened, in half a minute, and later corrections."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.sealed import public_key
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import policies
from kithwork.apps.runs.log_form import LogForm
from kithwork.apps.runs.log_letters import save_log, take
from kithwork.apps.runs.queries import log as queries
from kithwork.apps.runs.wording import LEVELS
from kithwork.apps.ui.sealed_letters import read_batch
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, session_id: int) -> HttpResponse:
    """The form; or, once it is logged, what was told, and the form to correct it.

    `lang` says what the practice asks in another language; answers are kept the same in all of them.
    """
    session = queries.session_to_log_or_404(request.viewer, session_id)
    require(policies.may_log(request.viewer, session))
    page = queries.log_page(request.viewer, session, request.GET.get("lang", ""))
    context: dict[str, Any] = {"page": page, "session": session, "levels": LEVELS.items()}
    context["seal_key"] = public_key()
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
        save_log(page, form, by=request.viewer)
    except Problem as problem:
        context["problem"] = str(problem)
        return render(request, "runs/log.html", context, status=409)
    toast(request, _("Logged."))
    after = f"{reverse('runs:sessions')}?on={session.on.isoformat()}"
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"next": after}
        )  # the page's own script goes there, once it knows it is safe
    return redirect(after)


@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    """The empty page that a device may keep: it holds nobody's name, and opens without a network."""
    return render(request, "runs/log_frame.html")


@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Logs that were sealed on a device without a network: one answer for each."""
    sent = read_batch(request.body)
    if isinstance(sent, str):
        return JsonResponse({"sentence": sent}, status=400)
    require(policies.may_log_some(request.viewer))
    return JsonResponse({"answers": [take(one, by=request.viewer) for one in sent]})


urls = [
    path("<int:session_id>/log/", log, name="log"),
    path("log/frame/", frame, name="log_frame"),
    path("log/letters/", letters, name="log_letters"),
]
