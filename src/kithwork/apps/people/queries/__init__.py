"""Reads of the people room, one module per subject."""

from kithwork.apps.people.queries.timetables import (
    FREE,
    LUNCH,
    At,
    Clash,
    Timetables,
    section_slots,
    timetable_of,
    timetables,
)

__all__ = [
    "FREE",
    "LUNCH",
    "At",
    "Clash",
    "Timetables",
    "section_slots",
    "timetable_of",
    "timetables",
]
