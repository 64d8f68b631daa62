"""Times of the day as people write them: 7:25, 07:25, 1:05 PM."""

from __future__ import annotations

import re
from datetime import time

from django.utils.translation import gettext as _

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(?:(a|p)\.?\s*m?\.?)?", re.IGNORECASE)
# Without AM or PM these hours are after noon: no school rings a bell at 3 in the night.
FIRST_MORNING_HOUR = 6


def read_time(text: str) -> time:
    """The time a person wrote. Raises ValueError with a sentence that says how to write it."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or (found[2] is None and found[3] is None):
        raise ValueError(_("Write a time such as 7:25 or 1:05 PM."))
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(_("With AM or PM the hour goes from 1 to 12."))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour < FIRST_MORNING_HOUR and not text.strip().startswith("0"):
        hour += 12
    if hour > 23 or minute > 59:
        raise ValueError(_("There is no such time. Write a time such as 7:25 or 1:05 PM."))
    return time(hour, minute)


def write_time(at: time) -> str:
    """7:25, 13:05: what `read_time` reads back as the same time."""
    return f"{at.hour}:{at.minute:02d}" if at.hour >= FIRST_MORNING_HOUR else f"{at:%H:%M}"
