"""My week: a student's own times together, and what they give of what they offered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.home import queries


@require_safe
def my_week(request: HttpRequest) -> HttpResponse:
    """Two weeks of one's own."""
    if request.viewer.role not in (Role.PEER, Role.FOCUS_STUDENT):
        raise Refused(_("This is a student's own page. Yours is Today."))
    return render(request, "home/my_week.html", {"page": queries.my_week(request.viewer)})
