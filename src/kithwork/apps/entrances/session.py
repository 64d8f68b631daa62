"""A student's session: it belongs to a window and a device, and is over when one of them is."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest

from kithwork.apps.accounts import sessions
from kithwork.apps.accounts.middleware import SESSION_KEY
from kithwork.apps.accounts.models import User
from kithwork.apps.entrances.models import EnrolledDevice, Try, Window
from kithwork.apps.entrances.part import held_by
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role

ENTRANCE = "entrance"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begin(request: HttpRequest, user: User, came: Try, assisted_by: int | None = None) -> None:
    """Sign a student in under a new session id, in the role of their own part and no other."""
    window = came.window
    assert window is not None, "nobody comes in without a window"
    login(request, user, backend=_BACKEND)
    request.session.pop(sessions.BEGAN, None)
    request.session.pop(sessions.SEEN, None)
    request.session[ENTRANCE] = {"window": window.pk, "device": came.device_id}
    held = held_by(user, window.school_id)
    if held is not None:
        request.session[SESSION_KEY] = held.pk
    if assisted_by is not None:
        request.session[sessions.ASSISTED] = assisted_by


def is_from_entrance(request: HttpRequest) -> bool:
    return ENTRANCE in request.session


def is_over(request: HttpRequest) -> bool:
    """The window closed, the device was taken away, or the student was quiet or here for too long."""
    held = request.session[ENTRANCE]
    now = clock.now()
    open_windows = Window.objects.filter(closed_at__isnull=True, closes_at__gt=now)
    devices = EnrolledDevice.objects.filter(revoked_at__isnull=True)
    return (
        sessions.has_ended(request, Role.PEER)
        or not open_windows.filter(pk=held["window"]).exists()
        or not devices.filter(pk=held["device"]).exists()
    )
