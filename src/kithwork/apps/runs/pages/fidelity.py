"""A session's checklists: fill one in for oneself or as an observer, and see them side by side."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import actions, policies
from kithwork.apps.runs.queries import fidelity as queries
from kithwork.apps.runs.queries.log import session_to_log_or_404
from kithwork.apps.ui.toasts import toast

KINDS = ("self", "observed")
# A part of the checklist: its name, items with answers, whether it is about the whole program, and folded.
Part = tuple[str, list[Any], bool, bool]


@require_http_methods(["GET", "HEAD"])
def fidelity(request: HttpRequest, session_id: int) -> HttpResponse:
    """What each checklist says, beside the others."""
    session = _session(request, session_id)
    page = queries.fidelity_page(request.viewer, session)
    return render(request, "runs/fidelity.html", {"session": session, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, session_id: int) -> HttpResponse:
    """The checklist to fill in. Nothing is answered beforehand, but for a correction of one's own."""
    session = _session(request, session_id)
    page = queries.fidelity_page(request.viewer, session)
    old = _corrected(request, session)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    context: dict[str, Any] = {
        "session": session,
        "page": page,
        "corrects": old,
        "kind": old.kind if old else asked if asked in KINDS else "self",
        "letter": uuid4(),
        "group": request.GET.get("group", ""),
    }
    context["parts"] = _form_parts(page, old.answers if old else {})
    if request.method != "POST":
        return render(request, "runs/check.html", context)
    answers = _answers(request, page)
    try:
        _keep(request, session, old, answers)
    except Problem as problem:
        context |= {
            "problem": str(problem),
            "parts": _form_parts(page, answers),
            "group": request.POST.get("group", ""),
            "letter": _letter(request),
        }
        return render(request, "runs/check.html", context, status=409)
    toast(request, _("The checklist is kept."))
    return redirect("runs:fidelity", session_id=session.pk)


def _session(request: HttpRequest, session_id: int) -> Any:
    session = session_to_log_or_404(request.viewer, session_id)
    require(policies.may_log(request.viewer, session))
    return session


def _corrected(request: HttpRequest, session: Any) -> Any:
    text = request.POST.get("corrects") or request.GET.get("corrects", "")
    return queries.own_check_or_404(request.viewer, session, _whole(text)) if text else None


def _keep(request: HttpRequest, session: Any, old: Any, answers: dict[str, str]) -> None:
    letter = _letter(request)
    if old is not None:
        actions.correct_check(old, answers=answers, letter=letter, by=request.viewer)
        return
    text = request.POST.get("group", "")
    group = queries.group_or_404(session, _whole(text)) if text else None
    kind = request.POST.get("kind", "")
    actions.check_fidelity(
        session, kind=kind, answers=answers, letter=letter, group=group, by=request.viewer
    )


def _answers(request: HttpRequest, page: queries.FidelityPage) -> dict[str, str]:
    """What was answered; an item not looked at is left out."""
    given = {item.id: request.POST.get(f"item_{item.id}", "") for item in page.fidelity.items}
    return {key: answer for key, answer in given.items() if answer}


def _form_parts(page: queries.FidelityPage, answers: dict[str, str]) -> list[Part]:
    """Each part of the checklist with its items, and what is answered so far."""
    found = []
    for part in page.parts:
        items = [(row.item, answers.get(row.item.id, "")) for row in part.rows]
        is_folded = part.is_of_program and not any(answer for _item, answer in items)
        found.append((part.name, items, part.is_of_program, is_folded))
    return found


def _letter(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("letter", ""))
    except ValueError as error:
        raise Http404 from error


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise Http404
    return int(text)


urls = [
    path("<int:session_id>/checklist/", fidelity, name="fidelity"),
    path("<int:session_id>/checklist/new/", check, name="check"),
]
