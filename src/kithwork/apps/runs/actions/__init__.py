"""What is done to pairings and sessions, one module per step."""

from kithwork.apps.runs.actions.absence import (
    note_absence,
    remove_absence,
    replace_peer,
    undo_replace_peer,
)
from kithwork.apps.runs.actions.lay_out import LaidOut, Together, end_pairings, lay_out
from kithwork.apps.runs.actions.session import mark_held, mark_not_held

__all__ = [
    "LaidOut",
    "Together",
    "end_pairings",
    "lay_out",
    "mark_held",
    "mark_not_held",
    "note_absence",
    "remove_absence",
    "replace_peer",
    "undo_replace_peer",
]
