"""What every door for programs does alike: who asks, how often, and an answer in JSON whatever happens."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from kithwork.apps.accounts.middleware import public
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.observations.limits import seconds_to_wait
from kithwork.apps.observations.slips import first_slip

MOST_BYTES = 256 * 1024
Model = TypeVar("Model", bound=BaseModel)
Door = Callable[..., HttpResponse]


class BadRequestError(ValueError):
    """The request cannot be understood: its sentence goes back with status 400, or 413 when it is too long."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def door(*methods: str) -> Callable[[Door], Door]:
    """A door for programs: by these methods, for somebody who signed in or shows a token."""

    def wrap(view: Door) -> Door:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                found = said(
                    _("This door opens by {methods}.").format(methods=", ".join(methods)), 405
                )
                found["Allow"] = ", ".join(methods)
                return found
            return _checked(view, request, *args, **kwargs)

        return public(answer)  # it asks by itself, and answers in JSON

    return wrap


def _checked(view: Door, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    viewer = request.viewer
    if viewer is None:
        found = said(_("Sign in first, or send a token that is still good."), 401)
        found["WWW-Authenticate"] = "Bearer"
        return found
    if getattr(request, "lacks_second_factor", False):
        return said(
            _("Your school asks for a second factor. Sign in with it on a page first."), 403
        )
    if wait := seconds_to_wait(viewer.user_id):
        found = said(_("Too many requests. Try again in a moment."), 429)
        found["Retry-After"] = str(wait)
        return found
    try:
        return view(request, *args, **kwargs)
    except BadRequestError as wrong:
        return said(str(wrong), wrong.status)
    except Http404:
        return said(_("There is nothing of this id here."), 404)
    except Refused as refused:
        return said(str(refused), 403)
    except Problem as problem:
        return said(str(problem), 409)


def said(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)


def body_of(request: HttpRequest, shape: type[Model]) -> Model:
    """The request's body as `shape`. Raises BadRequestError with the place of the first slip."""
    raw = _unpacked(request)
    if len(raw) > MOST_BYTES:
        raise _too_long()
    try:
        return shape.model_validate_json(raw)
    except ValidationError as wrong:
        raise BadRequestError(first_slip(wrong)) from None


def _unpacked(request: HttpRequest) -> bytes:
    kind = request.headers.get("Content-Encoding", "identity").strip().lower()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise _too_long()
    if kind == "identity":
        return request.body
    if kind != "gzip":
        raise BadRequestError(_("Send the body as it is, or packed with gzip."), 415)
    unpack = zlib.decompressobj(wbits=31)
    try:
        return unpack.decompress(request.body, MOST_BYTES + 1)
    except zlib.error:
        raise BadRequestError(_("The body says gzip and is not.")) from None


def _too_long() -> BadRequestError:
    return BadRequestError(
        _("A batch is at most {n} kB, unpacked. Send fewer letters at a time.").format(
            n=MOST_BYTES // 1024
        ),
        413,
    )
