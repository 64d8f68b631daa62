"""How often one account's devices may ask. Per account, never per address: a school has one address."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

from kithwork.apps.foundation import clock

MINUTE = 60


def seconds_to_wait(user_id: int) -> int:
    """0 when the request may go on, else after how many seconds it may be made again."""
    now = int(clock.now().timestamp())
    key = f"observations.sync.{user_id}.{now // MINUTE}"
    if cache.add(key, 1, timeout=2 * MINUTE):
        return 0
    try:
        asked = cache.incr(key)
    except ValueError:  # it ran out between the two
        return 0
    return 0 if asked <= settings.SYNC_PER_MINUTE else MINUTE - now % MINUTE
