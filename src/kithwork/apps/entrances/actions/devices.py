"""Setting up a browser for students, showing a class on it, and taking it away."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.entrances import keys
from kithwork.apps.entrances.models import EnrolledDevice, Window
from kithwork.apps.entrances.policies import may_open_for, may_open_windows, visible_devices
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import no, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail.actions import action


@action("entrance.enrol_device")
def enrol_device(secret: str, *, name: str, place: str, by: Viewer) -> EnrolledDevice:
    """Remember the browser that holds this secret; only what the secret hashes to is kept."""
    require(may_open_windows(by))
    return EnrolledDevice.objects.create(
        school_id=by.school_id, name=name.strip(), place=place.strip(),
        digest=keys.digest_of(secret), enrolled_at=clock.now(), enrolled_by_id=by.user_id,
    )  # fmt: skip


@action("entrance.revoke_device")
def revoke_device(device: EnrolledDevice, *, by: Viewer) -> EnrolledDevice:
    """From now on no student signs in there, and whoever is signed in is signed out.

    Raises Problem when that was done before.
    """
    if not visible_devices(by).filter(pk=device.pk).exists():
        require(no(_("This device was set up by somebody else. Ask the coordinator.")))
    held = EnrolledDevice.objects.select_for_update().get(pk=device.pk)
    if held.revoked_at is not None:
        raise Problem(_("This device was taken away already."))
    held.revoked_at, held.revoked_by_id = clock.now(), by.user_id
    held.save(update_fields=["revoked_at", "revoked_by"])
    return held


@action("entrance.show_class")
def show_class_on(device: EnrolledDevice, window: Window, *, by: Viewer) -> EnrolledDevice:
    """Let a device show the names of a class until its window closes.

    Raises Problem when the device belongs to another school.
    """
    require(may_open_for(by, window.section or window.session))
    if device.school_id != window.school_id:
        raise Problem(_("This device was set up in another school. Set it up here first."))
    device.window, device.last_used_at = window, clock.now()
    device.save(update_fields=["window", "last_used_at"])
    return device
