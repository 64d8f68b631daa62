"""Reads of the schools room, one module per subject."""

from kithwork.apps.schools.queries.frame import (
    Frame,
    FrameDay,
    FramePeriod,
    SchoolDay,
    current_year,
    frame,
    frame_days,
    minutes_of,
    open_days,
    slot_times,
    slot_times_of,
)
from kithwork.apps.schools.queries.limits import (
    BandLimits,
    Limits,
    Setting,
    band_of,
    limits,
    settings,
)

__all__ = [
    "BandLimits",
    "Frame",
    "FrameDay",
    "FramePeriod",
    "Limits",
    "SchoolDay",
    "Setting",
    "band_of",
    "current_year",
    "frame",
    "frame_days",
    "limits",
    "minutes_of",
    "open_days",
    "settings",
    "slot_times",
    "slot_times_of",
]
