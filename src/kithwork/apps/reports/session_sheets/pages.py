"""Choose what to print for a run, and the printed pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.accounts.taken_along import printed
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.reports.session_sheets import content
from kithwork.apps.reports.typeset import PAPERS, pdf_of
from kithwork.apps.runs import actions, policies, queries

HERE = Path(__file__).parent
TEMPLATES = {
    "pairs": "pair_cards",
    "coach": "coach_cards",
    "points": "point_sheets",
    "tally": "tally_sheets",
}
MOST_SHEETS = 31


@require_safe
def session_sheets(request: HttpRequest, run_id: int) -> HttpResponse:
    """Everything that can be printed for the sessions of a run."""
    run = _run(request, run_id)
    on, language, paper = _asked(request, run)
    page = content.print_page(request.viewer, run, on, language)
    return render(
        request, "reports/session_sheets.html", {"page": page, "run": run, "paper": paper}
    )


@require_safe
def session_sheets_pdf(request: HttpRequest, run_id: int, sheet_kind: str) -> HttpResponse:
    """Pair cards, coach cards or point sheets, or tally sheets that were made before."""
    run, kind = _run(request, run_id), sheet_kind
    on, language, paper = _asked(request, run)
    if kind in content.KINDS:
        page = content.printed(kind, run, on, language)
    elif kind == "tally":
        page = content.printed_tallies(request.viewer, run, _ids(request.GET.getlist("sheet")))
    else:
        raise Http404
    if page is None:
        raise Http404
    return _pdf(request, kind, page, paper, f"{TEMPLATES[kind].replace('_', '-')}-{on:%Y-%m-%d}")


@require_POST
def make_tally_sheets(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give each chosen time a sheet with a code, and print them."""
    run = _run(request, run_id)
    on, language, paper = _asked(request, run)
    wanted = set(_ids(request.POST.getlist("session")))
    sessions = [
        one for one in queries.sessions_to_print(request.viewer, run, on) if one.pk in wanted
    ]
    context = {"page": content.print_page(request.viewer, run, on, language), "run": run}
    try:
        if not sessions:
            raise Problem(_("Choose at least one time to print a tally sheet for."))
        sheets = actions.print_sheets(run, sessions, by=request.viewer)
    except Problem as problem:
        context |= {"paper": paper, "problem": str(problem)}
        return render(request, "reports/session_sheets.html", context, status=409)
    address = reverse("reports:session_sheets_pdf", args=[run.pk, "tally"])
    query = urlencode({"paper": paper, "sheet": [one.pk for one in sheets]}, doseq=True)
    return redirect(f"{address}?{query}")


def _run(request: HttpRequest, run_id: int) -> Any:
    run = queries.run_or_404(request.viewer, run_id)
    require(policies.may_print(request.viewer, run))
    return run


def _asked(request: HttpRequest, run: Any) -> tuple[date, str, str]:
    """The day, the language and the paper of the address."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        asked = date.fromisoformat(given.get("on", ""))
    except ValueError:
        asked = None
    language = content.language_of(run, given.get("lang", ""))
    paper = given.get("paper", "letter")
    if language is None or paper not in PAPERS:
        raise Http404
    return content.day_to_print(request.viewer, run, asked), language, paper


def _ids(texts: list[str]) -> list[int]:
    """Row ids of an address; whatever is none is left out."""
    return [
        int(text)
        for text in texts[:MOST_SHEETS]
        if text.isascii() and text.isdecimal() and len(text) < 13
    ]


def _pdf(
    request: HttpRequest, kind: str, page: dict[str, Any], paper: str, name: str
) -> HttpResponse:
    product = settings.KITHWORK_PRODUCT_NAME
    page |= {
        "product": product,
        "foot": f"{product}. {request.viewer.school_name}. {printed(request.viewer)}",
    }
    return HttpResponse(
        pdf_of(HERE / f"{TEMPLATES[kind]}.typ", page, paper=paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


urls = [
    path("runs/<int:run_id>/sheets/", session_sheets, name="session_sheets"),
    path("runs/<int:run_id>/sheets/tally/", make_tally_sheets, name="make_tally_sheets"),
    path(
        "runs/<int:run_id>/sheets/<slug:sheet_kind>.pdf",
        session_sheets_pdf,
        name="session_sheets_pdf",
    ),
]
