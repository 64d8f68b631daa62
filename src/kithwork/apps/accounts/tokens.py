"""Tokens for other programs: a long secret instead of a session, and only at the doors made for programs.

Kept as a digest. A request that carries one is nobody else: its cookies are not looked at, so it needs no
form token either.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kithwork.apps.accounts.models import AccessToken, Membership
from kithwork.apps.foundation import clock

DOORS = "/api/"
SCHEME = "Bearer "
BYTES = 32


def make_token(membership: Membership, name: str) -> str:
    """A new secret for somebody in one role. It is said once and can never be read again."""
    secret = secrets.token_urlsafe(BYTES)
    AccessToken.objects.create(
        user_id=membership.user_id, membership=membership, name=name, digest=_digest(secret)
    )
    return secret


def token_of(secret: str) -> AccessToken | None:
    """The live token with this secret, whose owner may still sign in."""
    return (
        AccessToken.objects.filter(
            digest=_digest(secret), revoked_at__isnull=True, user__is_active=True
        )
        .select_related("user", "membership__school", "membership__district")
        .first()
    )


class BearerMiddleware:
    """Reads the token of a request from a program, before anybody asks for a form's token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get("Authorization", "")
        request.has_bearer = said.startswith(SCHEME) and request.path.startswith(DOORS)  # type: ignore[attr-defined]
        if request.has_bearer:  # type: ignore[attr-defined]
            request.bearer = token_of(said.removeprefix(SCHEME).strip())  # type: ignore[attr-defined]
            # No cookie speaks here, so there is no form somebody else could have made a browser send.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


def is_current(token: AccessToken) -> bool:
    """Whether the role it stands for is held today."""
    on, held = clock.now().date(), token.membership
    return (held.from_on is None or held.from_on <= on) and (
        held.until_on is None or held.until_on >= on
    )


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
