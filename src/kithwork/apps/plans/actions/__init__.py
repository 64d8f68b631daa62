"""What a coordinator does with plans, one module per step."""

from kithwork.apps.plans.actions.ask import ask_again, ask_for_plan
from kithwork.apps.plans.actions.edit import (
    leave_open,
    lock,
    reopen,
    swap_peer,
    try_fix,
    undo_edit,
    unlock,
)
from kithwork.apps.plans.actions.publish import drop_drafts, publish

__all__ = [
    "ask_again",
    "ask_for_plan",
    "drop_drafts",
    "leave_open",
    "lock",
    "publish",
    "reopen",
    "swap_peer",
    "try_fix",
    "undo_edit",
    "unlock",
]
