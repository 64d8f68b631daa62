"""Browsers people observe with: known when they first send, shut out in one tap."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Device
from kithwork.apps.observations.policies import may_observe, may_revoke_device
from kithwork.apps.trail.actions import action


@action("device.enrol")
def enrol_device(*, device: UUID, name: str, by: Viewer) -> Device:
    """Know a browser of one's own. One that was shut out stays so.

    Raises Refused if `by` may not observe.
    """
    require(may_observe(by))
    found, _made = Device.objects.get_or_create(
        device=device,
        user_id=by.user_id,
        defaults={"name": name, "last_seen_at": clock.now()},
    )
    return found


@action("device.revoke")
def revoke_device(device: Device, *, by: Viewer) -> Device:
    """Shut a browser out: it gets no key and no list any more, and forgets both when it next asks.

    What lies there unsent stays locked; its owner's next sign-in elsewhere loses nothing that was sent.
    Raises Refused if `by` may not, Problem if it is shut out already.
    """
    require(may_revoke_device(by, device))
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is not None:
        raise Problem(_("This device is shut out already."))
    device.revoked_at, device.revoked_by_id = clock.now(), by.user_id
    device.save(update_fields=["revoked_at", "revoked_by"])
    return device
