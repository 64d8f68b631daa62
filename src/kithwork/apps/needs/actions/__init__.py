"""What a team writes down about a student's wishes and needs, one module per noun."""

from kithwork.apps.needs.actions.card import set_preference_card
from kithwork.apps.needs.actions.do_not_pair import (
    end_do_not_pair,
    keep_apart,
    resume_do_not_pair,
)
from kithwork.apps.needs.actions.need import add_need, change_need, close_need, reopen_need
from kithwork.apps.needs.actions.team import join_teams, note_reading
from kithwork.apps.needs.actions.wish import remove_wish, set_wish

__all__ = [
    "add_need",
    "change_need",
    "close_need",
    "end_do_not_pair",
    "join_teams",
    "keep_apart",
    "note_reading",
    "remove_wish",
    "reopen_need",
    "resume_do_not_pair",
    "set_preference_card",
    "set_wish",
]
