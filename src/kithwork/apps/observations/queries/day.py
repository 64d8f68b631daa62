"""Today's list for a device: opaque ids and initials, and what to watch. Nothing worth stealing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kithwork.apps.consents.queries import TAKE_PART, has_permit
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.definitions import words_of
from kithwork.apps.observations.locked import key_for
from kithwork.apps.observations.models import Device, Instrument, Watch
from kithwork.apps.observations.policies import (
    may_add_for_today,
    visible_instruments,
    visible_watches,
)
from kithwork.apps.observations.queries.today import on_the_device

# A key opens what lies on a device for one day at school; then it is asked for again.
GOOD_FOR = timedelta(hours=12)


def day_list(viewer: Viewer) -> dict[str, object]:
    """What this person observes today, the forms that takes, and whom else they may observe."""
    watches = _todays(viewer)
    instruments = _newest(viewer) | {one.plan.instrument_id: one.plan.instrument for one in watches}
    students = on_the_device(viewer).order_by("pk")
    return {
        "version": 1,
        "observer": viewer.user_id,
        "server_time": clock.now().isoformat(),
        "watches": [_watch(one, viewer) for one in watches],
        "instruments": [
            {"id": one.pk, "name": one.name, "text": one.text, "words": words_of(one)}
            for one in instruments.values()
        ],
        "may_add": bool(may_add_for_today(viewer)),
        "students": [{"id": one.pk, "initials": one.initials} for one in students],
    }


def _todays(viewer: Viewer) -> list[Watch]:
    today = clock.today_for(viewer)
    mine = visible_watches(viewer).filter(
        has_permit("student_id", TAKE_PART, today), on=today, is_cancelled=False
    )
    own = mine.filter(observer_id=viewer.user_id) | mine.filter(second_observer_id=viewer.user_id)
    return list(own.select_related("plan__instrument", "student"))


def _newest(viewer: Viewer) -> dict[int, Instrument]:
    """The latest version of each form that is in use."""
    newest: dict[str, Instrument] = {}
    for one in visible_instruments(viewer).order_by("version"):
        newest[one.key] = one
    return {one.pk: one for one in newest.values() if not one.is_retired}


def _watch(watch: Watch, viewer: Viewer) -> dict[str, object]:
    plan = watch.plan
    return {
        "id": watch.pk,
        "on": watch.on.isoformat(),
        "label": watch.label,
        "starts_at": watch.starts_at.strftime("%H:%M"),
        "ends_at": watch.ends_at.strftime("%H:%M"),
        "student": watch.student_id,
        "initials": watch.student.initials,
        "where": str(watch.in_place.label),
        "setting": watch.in_place.value,
        "phase": watch.in_phase.value,
        "nth": watch.nth,
        "of": watch.of,
        "minutes": watch.for_minutes,
        "instrument": plan.instrument_id,
        "is_second": watch.second_observer_id == viewer.user_id,
        "code": watch.code if watch.observer_id == viewer.user_id else "",
    }


def device_page(viewer: Viewer, device: UUID) -> dict[str, object]:
    """Whether this browser may keep this person's work, and the key for it."""
    found = Device.objects.filter(device=device, user_id=viewer.user_id).first()
    if found is not None and found.revoked_at is not None:
        return {"is_revoked": True, "key": None, "until": None}
    until = clock.now() + GOOD_FOR
    return {
        "is_revoked": False,
        "key": key_for(viewer.user_id or 0, device),
        "until": until.isoformat(),
    }
