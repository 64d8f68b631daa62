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
    own = SyncCount.objects.filter(user_id=user_id)
    room = own.filter(minute=minute, asked__lt=settings.SYNC_PER_MINUTE)
    # One statement while a minute lasts; the row decides, however many ask at the same instant.
    if room.update(asked=F("asked") + 1) or own.exclude(minute=minute).update(
        minute=minute, asked=1
    ):
        return 0
    first = SyncCount(user_id=user_id, minute=minute, asked=1)
    if not own.exists():
        SyncCount.objects.bulk_create([first], ignore_conflicts=True)
        return 0
    return MINUTE - now % MINUTE
