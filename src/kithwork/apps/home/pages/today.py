"""One address, one page for each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.home import queries

STAFF = {Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER}
COUNTS = {Role.SCHOOL_ADMINISTRATOR, Role.PLANNING_TEAM, Role.DISTRICT_ADMINISTRATOR}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is happening, and what needs this person."""
    viewer = request.viewer
    if viewer.role == Role.COORDINATOR:
        return render(request, "home/coordinator.html", {"page": queries.today_page(viewer)})
    if viewer.role in STAFF:
        return render(request, "home/staff.html", {"page": queries.staff_page(viewer)})
    if viewer.role in {Role.PEER, Role.FOCUS_STUDENT, Role.FAMILY}:
        return render(request, "home/own.html", {"page": queries.own_page(viewer)})
    if viewer.role in COUNTS:
        page = {"schools": queries.counts_page(viewer), "greeting": queries.greeting(viewer)}
        return render(request, "home/counts.html", page)
    return render(request, "home/apart.html", {"greeting": queries.greeting(viewer)})
