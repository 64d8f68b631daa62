"""How often one account's devices may ask. Per account, never per address: a school has one address."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F

from kithwork.apps.foundation import clock
from kithwork.apps.observations.models import SyncCount

MINUTE = 60


def seconds_to_wait(user_id: int) -> int:
    """0 when the request may go on, else after how many seconds it may be made again."""
    now = int(clock.now().timestamp())
    minute = now // MINUTE
    if _counted(user_id, minute):
        return 0
    # Whoever asks for the first time at the same instant as another finds the row there, and is counted on it.
    SyncCount.objects.bulk_create(
        [SyncCount(user_id=user_id, minute=minute, asked=0)], ignore_conflicts=True
    )
    return 0 if _counted(user_id, minute) else MINUTE - now % MINUTE


def _counted(user_id: int, minute: int) -> bool:
    """Count one request, if there is a row with room: one statement while a minute lasts, and the row decides."""
    own = SyncCount.objects.filter(user_id=user_id)
    room = own.filter(minute=minute, asked__lt=settings.SYNC_PER_MINUTE)
    return bool(
        room.update(asked=F("asked") + 1)
        or own.exclude(minute=minute).update(minute=minute, asked=1)
    )
