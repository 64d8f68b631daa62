"""What people do about permissions, one module per subject."""

from kithwork.apps.consents.actions.answer import (
    FamilyAnswer,
    answer_as,
    answer_by_link,
    answer_for,
    set_of_age,
    take_line_back,
    write_down,
    write_down_assent,
    write_down_assents,
    write_down_papers,
)
from kithwork.apps.consents.actions.ask import (
    ask_families,
    close_ask,
    remind,
)
from kithwork.apps.consents.actions.made_up import permit_made_up
from kithwork.apps.consents.actions.reminders import remind_families, warn_of_ends
from kithwork.apps.consents.actions.rule import count_again, set_rule
from kithwork.apps.consents.actions.scan import keep_scan

__all__ = [
    "FamilyAnswer",
    "answer_as",
    "answer_by_link",
    "answer_for",
    "ask_families",
    "close_ask",
    "count_again",
    "keep_scan",
    "permit_made_up",
    "remind",
    "remind_families",
    "set_of_age",
    "set_rule",
    "take_line_back",
    "warn_of_ends",
    "write_down",
    "write_down_assent",
    "write_down_assents",
    "write_down_papers",
]
