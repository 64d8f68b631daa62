"""Which enrolled device asks: the cookie it was given, looked up by what its secret hashes to."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kithwork.apps.entrances import keys
from kithwork.apps.entrances.counting import Spot
from kithwork.apps.entrances.models import EnrolledDevice

COOKIE = "__Host-kithwork-device" if settings.KITHWORK_TLS else "kithwork-device"
SALT = "kithwork.entrances.device"
# Browsers keep a cookie no longer.
KEPT = timedelta(days=400)


def device_of(request: HttpRequest) -> EnrolledDevice | None:
    """The live device this browser is; None when nobody enrolled it, or it was taken away."""
    secret = request.get_signed_cookie(COOKIE, default=None, salt=SALT)
    if not secret:
        return None
    return (
        EnrolledDevice.objects.filter(digest=keys.digest_of(secret), revoked_at__isnull=True)
        .select_related("school", "window__section__school")
        .first()
    )


def remember(response: HttpResponse, secret: str) -> None:
    """Give this browser the secret it is known by. No script can read it."""
    response.set_signed_cookie(
        COOKIE, secret, salt=SALT, max_age=KEPT, httponly=True, samesite="Lax",
        secure=settings.KITHWORK_TLS,
    )  # fmt: skip


def spot_of(request: HttpRequest, device: EnrolledDevice) -> Spot:
    return Spot(device, keys.address_as_kept(get_adapter(request).get_client_ip(request)))
