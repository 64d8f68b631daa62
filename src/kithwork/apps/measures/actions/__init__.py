"""What people do here: follow something, hope for something, write a value down."""

from kithwork.apps.measures.actions.attainment import rate_attainment, write_scale
from kithwork.apps.measures.actions.entry import EntryFrame, enter_value, take_entry_back
from kithwork.apps.measures.actions.follow import (
    MeasureFrame,
    change_measure,
    follow,
    stop_following,
)
from kithwork.apps.measures.actions.goal import GoalFrame, set_goal

__all__ = [
    "EntryFrame",
    "GoalFrame",
    "MeasureFrame",
    "change_measure",
    "enter_value",
    "follow",
    "rate_attainment",
    "set_goal",
    "stop_following",
    "take_entry_back",
    "write_scale",
]
