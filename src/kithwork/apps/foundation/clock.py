"""The one place that asks what time it is, so that tests can say."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from kithwork.apps.foundation.viewer import Viewer


def now() -> datetime:
    """This instant, in UTC."""
    return timezone.now()


def local_now(zone: str) -> datetime:
    """This instant on the wall clock of a school."""
    return timezone.now().astimezone(ZoneInfo(zone))


def today(zone: str) -> date:
    """The date a school in `zone` would write on the board."""
    return local_now(zone).date()


def today_for(viewer: Viewer) -> date:
    return today(viewer.timezone)
