"""What is done when somebody says stop or is worried, one module per subject."""

from kithwork.apps.safety.actions.concern import (
    Report,
    close_concern,
    follow_up,
    note_reading,
    open_again,
    raise_level,
    report_concern,
)
from kithwork.apps.safety.actions.face import note_face_talk, say_face
from kithwork.apps.safety.actions.stop import hear_stop, note_talk, take_back_stop

__all__ = [
    "Report",
    "close_concern",
    "follow_up",
    "hear_stop",
    "note_face_talk",
    "note_reading",
    "note_talk",
    "open_again",
    "raise_level",
    "report_concern",
    "say_face",
    "take_back_stop",
]
