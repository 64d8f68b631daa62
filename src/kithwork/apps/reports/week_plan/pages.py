"""Choose whose week to print, and the printed pages."""

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kithwork.apps.accounts.taken_along import printed
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.reports.week_plan.content import KINDS, may_print_weeks, week_plans
from kithwork.apps.reports.week_plan.paper import PAPERS, pdf_of

LABELS = {
    "students": gettext_lazy("Students"),
    "peers": gettext_lazy("Peers"),
    "teachers": gettext_lazy("Teachers"),
    "rooms": gettext_lazy("Rooms"),
}


@require_safe
def week_plan(request: HttpRequest) -> HttpResponse:
    """The week as it will print, for one kind of reader."""
    require(may_print_weeks(request.viewer))
    kinds = KINDS if request.viewer.role != Role.GENERAL_EDUCATOR else ("teachers",)
    kind = _kind(request, kinds)
    on = _on(request)
    page = {
        "plans": week_plans(request.viewer, kind, on),
        "kinds": [(value, LABELS[value]) for value in kinds],
        "kind": kind,
        "on": on,
        "before": on - timedelta(days=7),
        "after": on + timedelta(days=7),
    }
    return render(request, "reports/week_plan.html", page)


@require_safe
def week_plan_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a PDF, one page a person or room."""
    require(may_print_weeks(request.viewer))
    kinds = KINDS if request.viewer.role != Role.GENERAL_EDUCATOR else ("teachers",)
    kind, on = _kind(request, kinds), _on(request)
    plans = week_plans(request.viewer, kind, on)
    if not plans:
        raise Http404
    paper = request.GET.get("paper", "letter")
    if paper not in PAPERS:
        raise Http404
    product = settings.KITHWORK_PRODUCT_NAME
    foot = f"{product}. {request.viewer.school_name}. {printed(request.viewer)}"
    text = pdf_of(plans, title=_("Week plans"), product=product, foot=foot, paper=paper)
    name = f"week-{on:%Y-%m-%d}-{kind}.pdf"
    return HttpResponse(
        text,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _kind(request: HttpRequest, kinds: tuple[str, ...]) -> str:
    kind = request.GET.get("kind", kinds[0])
    if kind not in kinds:
        raise Http404
    return kind


def _on(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today_for(request.viewer)


urls = [
    path("week/", week_plan, name="week_plan"),
    path("week.pdf", week_plan_pdf, name="week_plan_pdf"),
]
