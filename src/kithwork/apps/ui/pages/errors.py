"""The pages for what is missing, refused or broken: what happened, what is safe, what to do."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
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
    context = {"product": settings.KITHWORK_PRODUCT_NAME}
    return HttpResponse(render_to_string("ui/errors/500.html", context), status=500)
