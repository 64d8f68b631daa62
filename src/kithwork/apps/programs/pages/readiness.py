"""The readiness list: what ticks itself, and what somebody ticks by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.programs import actions, queries
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast


@require_safe
def readiness(request: HttpRequest, program_id: int) -> HttpResponse:
    one = queries.program_or_404(request.viewer, program_id)
    parts = queries.readiness_parts(request.viewer, one)
    lines = [line for _title, part in parts for line in part]
    ready = sum(line.is_ready for line in lines)
    page = shown(request, one, parts=parts, ready=ready, of=len(lines))
    return render(request, "programs/readiness.html", page)


@require_POST
def tick(request: HttpRequest, program_id: int) -> HttpResponse:
    """Say that it is ready, today and by name."""
    one, viewer = program_to_change(request, program_id), request.viewer
    key, today = request.POST.get("key", ""), clock.today_for(viewer)
    actions.tick_ready(one, key, on=today, said=request.POST.get("said", ""), by=viewer)
    toast(request, _("Ticked, with your name and today's date."))
    return redirect("programs:readiness", one.pk)


@require_POST
def untick(request: HttpRequest, tick_id: int) -> HttpResponse:
    found = queries.tick_or_404(request.viewer, tick_id)
    actions.take_back_tick(found, by=request.viewer)
    toast(request, _("Not ready after all."))
    return redirect("programs:readiness", found.program_id)


urls = [
    path("<int:program_id>/readiness/", readiness, name="readiness"),
    path("<int:program_id>/readiness/tick/", tick, name="tick"),
    path("tick/<int:tick_id>/take-back/", untick, name="untick"),
]
