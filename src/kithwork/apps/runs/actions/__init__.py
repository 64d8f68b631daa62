"""What is done to pairings and sessions, one module per step."""

from kithwork.apps.runs.actions.absence import (
    can_come,
    cannot_come,
    note_absence,
    remove_absence,
    replace_peer,
    undo_replace_peer,
    unsay_coming,
)
from kithwork.apps.runs.actions.course import (
    activate_run,
    close_run,
    pause_run,
    resume_run,
    set_phase,
)
from kithwork.apps.runs.actions.draw import draw_pairs, place_beside, set_lock, swap_seats
from kithwork.apps.runs.actions.lay_out import (
    LaidOut,
    Together,
    end_pairings,
    follow_week,
    lay_out,
)
from kithwork.apps.runs.actions.log import (
    check_fidelity,
    correct_check,
    correct_log,
    keep_beside,
    log_session,
)
from kithwork.apps.runs.actions.participant import (
    add_participants,
    change_role,
    come_back,
    come_back_to_all,
    follow_class,
    leave_all,
    leave_run,
)
from kithwork.apps.runs.actions.pause import end_pauses, pause_pairings
from kithwork.apps.runs.actions.run import (
    Choices,
    Frame,
    change_run,
    choose,
    read_safety_note,
    set_times,
    start_run,
    write_form,
)
from kithwork.apps.runs.actions.score import Result, Sitting, keep_scores
from kithwork.apps.runs.actions.session import mark_held, mark_not_held, unmark
from kithwork.apps.runs.actions.sheet import RowTold, key_in, print_sheets
from kithwork.apps.runs.actions.told import Told

__all__ = [
    "Choices",
    "Frame",
    "LaidOut",
    "Result",
    "RowTold",
    "Sitting",
    "Together",
    "Told",
    "activate_run",
    "add_participants",
    "can_come",
    "cannot_come",
    "change_role",
    "change_run",
    "check_fidelity",
    "choose",
    "close_run",
    "come_back",
    "come_back_to_all",
    "correct_check",
    "correct_log",
    "draw_pairs",
    "end_pairings",
    "end_pauses",
    "follow_class",
    "follow_week",
    "keep_beside",
    "keep_scores",
    "key_in",
    "lay_out",
    "leave_all",
    "leave_run",
    "log_session",
    "mark_held",
    "mark_not_held",
    "note_absence",
    "pause_pairings",
    "pause_run",
    "place_beside",
    "print_sheets",
    "read_safety_note",
    "remove_absence",
    "replace_peer",
    "resume_run",
    "set_lock",
    "set_phase",
    "set_times",
    "start_run",
    "swap_seats",
    "undo_replace_peer",
    "unmark",
    "unsay_coming",
    "write_form",
]
