"""Teams and pairs of a class: draw, look, exchange two, keep some together, print."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import actions, policies, queries
from kithwork.apps.runs.pages.changing import run_to_change, whole_or_404
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import whole_or_none


@require_safe
def draw(request: HttpRequest, run_id: int) -> HttpResponse:
    """The pairs of now, or of the draw asked for, with everything one may do about them."""
    run = run_to_change(request, run_id)
    return render(request, "runs/draw.html", _page(request, run))


def _page(request: HttpRequest, run: Any, **more: Any) -> dict[str, Any]:
    asked = request.GET.get("draw", "")
    page = queries.pairs_page(
        run,
        clock.today_for(request.viewer),
        int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 13 else None,
    )
    return {"run": run, "page": page, **more}


@require_POST
def draw_pairs(request: HttpRequest, run_id: int) -> HttpResponse:
    """Draw from a day on; locked groups stay."""
    run = run_to_change(request, run_id)
    try:
        made = actions.draw_pairs(
            run,
            starts_on=_day(request.POST.get("starts_on", "")),
            times=whole_or_404(request.POST.get("times", "1")),
            ranks=_ranks(request),
            absent={whole_or_404(one) for one in request.POST.getlist("absent")},
            by=request.viewer,
        )
    except Problem as problem:
        return render(request, "runs/draw.html", _page(request, run, problem=str(problem)))
    toast(request, _("Pairs are drawn. Look at them before you show them."))
    return redirect(f"{reverse('runs:draw', args=[run.pk])}?draw={made.pk}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(_("Choose the first day of these pairs.")) from None


def _ranks(request: HttpRequest) -> dict[int, int] | None:
    """Ranks typed by hand, when any was: rank_12 = 3."""
    typed = {
        key.removeprefix("rank_"): value.strip()
        for key, value in request.POST.items()
        if key.startswith("rank_") and value.strip()
    }
    if not typed:
        return None
    if not all(0 < (whole_or_none(value) or 0) < 1000 for value in typed.values()):
        raise Problem(_("A rank is a whole number; 1 stands highest."))
    return {whole_or_404(key): int(value) for key, value in typed.items()}


@require_POST
def swap(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Exchange two, or give somebody a place. Broken rules are said all at once before it is done."""
    row = queries.draw_or_404(request.viewer, draw_id)
    require(policies.may_change_run(request.viewer, row.run))
    one, two = whole_or_404(request.POST.get("one")), whole_or_404(request.POST.get("two"))
    act = actions.place_beside if request.POST.get("how") == "place" else actions.swap_seats
    despite = request.POST.get("despite") == "1"
    reason = request.POST.get("reason", "")
    try:
        act(row, one, two, reason=reason, despite=despite, by=request.viewer)
    except Problem as problem:
        page = _page(
            request,
            row.run,
            swap_problem=str(problem),
            typed={
                "one": one,
                "two": two,
                "reason": reason,
                "how": request.POST.get("how", "swap"),
            },
            may_insist=queries.may_insist(row, one, two, request.POST.get("how", "swap"), reason),
        )
        return render(request, "runs/draw.html", page, status=409)
    undo = {"one": one, "two": two, "reason": _("Taken back"), "despite": "1"}
    if act is actions.swap_seats:
        toast(
            request,
            _("Exchanged. The reason is kept."),
            undo_url=reverse("runs:swap", args=[row.pk]),
            undo_fields=undo,
        )
    else:
        toast(request, _("Placed. The reason is kept."))
    return redirect(f"{reverse('runs:draw', args=[row.run_id])}?draw={row.pk}")


@require_POST
def lock(request: HttpRequest, group_id: int) -> HttpResponse:
    """Keep a group together at the next draw, or let it go."""
    group = queries.group_or_404(request.viewer, group_id)
    is_locked = request.POST.get("locked") == "1"
    actions.set_lock(group, is_locked=is_locked, by=request.viewer)
    return redirect(
        f"{reverse('runs:draw', args=[group.draw.run_id])}?draw={group.draw_id}#group-{group.pk}"
    )


@require_safe
def pairs_sheet(request: HttpRequest, run_id: int) -> HttpResponse:
    """Pairs by team, large, for the wall: names and who moves, nothing else."""
    run = queries.run_or_404(request.viewer, run_id)
    require(policies.may_record(request.viewer, run))
    on = queries.next_day(run, clock.today_for(request.viewer))
    day = queries.groups_on(run, on)
    return render(request, "runs/pairs_sheet.html", {"run": run, "day": day, "on": on})


urls = [
    path("runs/<int:run_id>/pairs/", draw, name="draw"),
    path("runs/<int:run_id>/pairs/draw/", draw_pairs, name="draw_pairs"),
    path("runs/<int:run_id>/pairs/sheet/", pairs_sheet, name="pairs_sheet"),
    path("runs/pairs/<int:draw_id>/swap/", swap, name="swap"),
    path("runs/groups/<int:group_id>/lock/", lock, name="lock"),
]
