"""The pages for what is missing, refused or broken: what happened, what is safe, what to do."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

# What the database says when it is not there, or gives no turn.
AWAY = (OperationalError, InterfaceError)
FOR_PROGRAMS = "/api/"
# What a program is told where the answer comes from no door of its own: before one was found, or above them all.
TO_A_PROGRAM = {
    400: _lazy("The address or a header has a character that cannot be read. Mend it and ask again."),
    403: _lazy("This is not open to whoever asks. Sign in, or send the token you were given."),
    404: _lazy("There is no such address here. /api/v1/openapi.json lists those there are."),
    429: _lazy("Too many requests. Try again in a moment."),
}  # fmt: skip


def _page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse({"sentence": sentence or str(TO_A_PROGRAM[status])}, status=status)
    viewer = getattr(request, "viewer", None)
    frame = "ui/page.html" if viewer is not None else "ui/bare.html"
    context = {"sentence": sentence, "error_frame": frame}
    return render(request, f"ui/errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: open since before the last sign-in, or not ours."""
    return _page(
        request,
        403,
        _("This page was opened before you last signed in, or not by you. Nothing was changed. "
          "Go back, load the page anew, and send it once more."),
    )  # fmt: skip


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    answer = _page(request, 429)
    answer.headers["Retry-After"] = "300"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, the session or the viewer: one of them may be what broke."""
    if isinstance(sys.exc_info()[1], AWAY):
        return _away(request)
    context = {"product": settings.KITHWORK_PRODUCT_NAME}
    return HttpResponse(render_to_string("ui/errors/500.html", context), status=500)


def _away(request: HttpRequest) -> HttpResponse:
    """The database cannot be reached just now. It is being started again, or somebody is told elsewhere."""
    if request.path.startswith(FOR_PROGRAMS):
        said = _(
            "The server cannot write anything down just now. Keep it, and try again in a moment."
        )
        answer: HttpResponse = JsonResponse({"sentence": said}, status=503)
    else:
        context = {"product": settings.KITHWORK_PRODUCT_NAME}
        answer = HttpResponse(render_to_string("ui/errors/503.html", context), status=503)
    answer.headers["Retry-After"] = "5"
    return answer
