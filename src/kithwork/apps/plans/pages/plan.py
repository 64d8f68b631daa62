"""Where planning stands, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.plans import policies, queries


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The plan in force, open drafts, and the next step."""
    require(policies.may_see_plan_page(request.viewer))
    shown = queries.plan_page(request.viewer)
    page = {
        "page": shown,
        "met": queries.open_in_plan(shown.in_force) if shown.in_force else None,
        "may_plan": policies.may_plan(request.viewer),
    }
    return render(request, "plans/plan.html", page)
