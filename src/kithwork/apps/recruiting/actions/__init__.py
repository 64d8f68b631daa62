"""What is done to find peers, one module per subject."""

from kithwork.apps.recruiting.actions.call import (
    Application,
    CallFrame,
    apply,
    close_call,
    is_open,
    open_call,
    say_who,
)
from kithwork.apps.recruiting.actions.pool import (
    answer_invitation,
    decide,
    forget,
    forget_old,
    invite,
    name_student,
    note_attendance,
    note_told,
)

__all__ = [
    "Application",
    "CallFrame",
    "answer_invitation",
    "apply",
    "close_call",
    "decide",
    "forget",
    "forget_old",
    "invite",
    "is_open",
    "name_student",
    "note_attendance",
    "note_told",
    "open_call",
    "say_who",
]
