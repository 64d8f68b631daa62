"""Scores of a class, typed down one column, and what a week came to."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import actions, policies, queries
from kithwork.apps.runs.pasted import pasted
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: HttpRequest, run_id: int) -> HttpResponse:
    """One sitting: a test before or after, a reading. Pasting fills the table; saving keeps it."""
    run = _run(request, run_id)
    on = _on(request, run)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    page = queries.scores_page(run, kind, on)
    context: dict[str, Any] = {"run": run, "page": page, "typed": {}}
    if request.method != "POST" or page is None:
        return render(request, "runs/scores.html", context)
    context["typed"] = _typed(request, page)
    if "paste" in request.POST:
        found = pasted(request.POST.get("column", ""), [row.student for row in page.rows])
        context["typed"] |= found.cells
        context["paste_said"] = found.said
        context["out_of"] = request.POST.get("out_of", "")
        return render(request, "runs/scores.html", context)
    try:
        sitting, results = _read(request, run, page)
        kept = actions.keep_scores(run, sitting=sitting, results=results, by=request.viewer)
    except Problem as problem:
        context |= {"problem": str(problem), "out_of": request.POST.get("out_of", "")}
        return render(request, "runs/scores.html", context, status=409)
    said = ngettext("%(n)s score saved.", "%(n)s scores saved.", len(kept)) % {"n": len(kept)}
    toast(request, said if kept else _("Nothing was different."))
    back = f"{reverse('runs:scores', args=[run.pk])}?kind={page.chosen.kind}&on={on.isoformat()}"
    return redirect(back)


def _typed(request: HttpRequest, page: Any) -> dict[str, str]:
    """What stood in the cells, so that nothing typed is lost."""
    names = [f"{part}_{row.student.pk}" for row in page.rows for part in ("right", "errors")]
    return {name: request.POST.get(name, "").strip() for name in names if name in request.POST}


def _read(request: HttpRequest, run: Any, page: Any) -> tuple[actions.Sitting, dict[int, Any]]:
    wrong: list[str] = []
    results = {}
    for row in page.rows:
        right = _number(request, f"right_{row.student.pk}", row.student.called, wrong)
        errors = _number(request, f"errors_{row.student.pk}", row.student.called, wrong)
        results[row.student.pk] = actions.Result(right, errors)
    out_of = _number(request, "out_of", _("Number of items"), wrong)
    seconds = _number(request, "seconds", _("Seconds"), wrong)
    if wrong:
        raise Problem(_("Whole numbers, please: %(names)s.") % {"names": ", ".join(wrong)})
    is_timed = page.chosen.is_timed
    sitting = actions.Sitting(
        page.chosen.kind,
        page.on,
        out_of=None if is_timed else out_of,
        seconds=(seconds or 60) if is_timed else None,
        contents=run.contents,
    )
    return sitting, results


def _number(request: HttpRequest, name: str, whose: str, wrong: list[str]) -> int | None:
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 5:
        return int(text)
    wrong.append(whose)
    return None


@require_safe
def results(request: HttpRequest, run_id: int) -> HttpResponse:
    """A week: times held, teams, tests and gains, and how healthy the practice is."""
    run = _run(request, run_id)
    page = queries.results_page(request.viewer, run, _on(request, run))
    return render(request, "runs/results.html", {"run": run, "page": page})


def _run(request: HttpRequest, run_id: int) -> Any:
    run = queries.run_or_404(request.viewer, run_id)
    require(policies.may_see_scores(request.viewer, run))
    return run


def _on(request: HttpRequest, run: Any) -> date:
    """The day asked for, else today, inside the run."""
    text = request.POST.get("on") or request.GET.get("on") or ""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = clock.today_for(request.viewer)
    return min(max(on, run.starts_on), run.ends_on)


urls = [
    path("runs/<int:run_id>/scores/", scores, name="scores"),
    path("runs/<int:run_id>/results/", results, name="results"),
]
