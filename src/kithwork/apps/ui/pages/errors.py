"""The pages for what is missing, refused or broken: what happened, what is safe, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "<!doctype html><html lang=en><title>Something broke</title><h1>Something broke on our side</h1>"
        "<p>What you had saved is safe. Try again in a minute.</p>"
        "<p><a href='/'>Go to the first page</a></p>",
        status=500,
    )
