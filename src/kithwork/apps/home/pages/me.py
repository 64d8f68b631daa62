"""Me: a student's own page, and their say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kithwork.apps.accounts.spoken import LANGUAGES, spoken_now
from kithwork.apps.consents.queries import is_to_be_asked
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.home import queries


def _only_students(request: HttpRequest) -> None:
    if request.viewer.role not in (Role.PEER, Role.FOCUS_STUDENT):
        raise Refused(_("This is a student's own page. Yours is Today."))


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Name, hours, certificates, permissions, and the way out."""
    _only_students(request)
    page = {
        "page": queries.me(request.viewer),
        "languages": LANGUAGES,
        "language": spoken_now(),
    }
    return render(request, "home/me.html", page)


@require_safe
def my_say(request: HttpRequest) -> HttpResponse:
    """How it was, what is asked, stop, a change, and an adult who listens: all that is one's own to say."""
    _only_students(request)
    page = {
        "page": queries.own_page(request.viewer),
        "is_to_be_asked": is_to_be_asked(request.viewer),
        "faces": queries.FACES,
    }
    return render(request, "home/my_say.html", page)
