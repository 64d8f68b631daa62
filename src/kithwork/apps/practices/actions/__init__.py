"""Writes of this room, one verb each."""

from kithwork.apps.practices.actions.contents import (
    ContentFrame,
    change_content_set,
    close_content_set,
    keep_content_set,
    reopen_content_set,
)
from kithwork.apps.practices.actions.playbook import (
    bring_back_playbook,
    keep_playbook,
    withdraw_playbook,
)

__all__ = [
    "ContentFrame",
    "bring_back_playbook",
    "change_content_set",
    "close_content_set",
    "keep_content_set",
    "keep_playbook",
    "reopen_content_set",
    "withdraw_playbook",
]
