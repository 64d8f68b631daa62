"""What is done with programs, one module per subject."""

from kithwork.apps.programs.actions.board import (
    Said,
    keep_review,
    say_approval,
    take_back_tick,
    tick_ready,
)
from kithwork.apps.programs.actions.copying import copy_program, hand_over, take_in_program
from kithwork.apps.programs.actions.growth import (
    TermAnswers,
    YearAnswers,
    check_term,
    check_year,
    open_gate,
    step_back,
)
from kithwork.apps.programs.actions.inviting import Words, count_invitation, keep_words
from kithwork.apps.programs.actions.program import (
    ResourceLine,
    add_faculty_review,
    add_resource,
    close_program,
    decide,
    drop_resource,
    start_program,
)
from kithwork.apps.programs.actions.team import (
    Who,
    add_member,
    add_specialist_input,
    keep_meeting,
    remove_member,
    say_part,
    set_rhythm,
)

__all__ = [
    "ResourceLine",
    "Said",
    "TermAnswers",
    "Who",
    "Words",
    "YearAnswers",
    "add_faculty_review",
    "add_member",
    "add_resource",
    "add_specialist_input",
    "check_term",
    "check_year",
    "close_program",
    "copy_program",
    "count_invitation",
    "decide",
    "drop_resource",
    "hand_over",
    "keep_meeting",
    "keep_review",
    "keep_words",
    "open_gate",
    "remove_member",
    "say_approval",
    "say_part",
    "set_rhythm",
    "start_program",
    "step_back",
    "take_back_tick",
    "take_in_program",
    "tick_ready",
]
