"""What is written: a class is asked, answers come and are taken back, and after a year they are erased."""

from kithwork.apps.friendships.actions.asking import CircleFrame, open_after, start_circle
from kithwork.apps.friendships.actions.forget import forget
from kithwork.apps.friendships.actions.naming import name_friends, take_back, write_down
from kithwork.apps.friendships.actions.taking import PURPOSES, take_along

__all__ = [
    "PURPOSES",
    "CircleFrame",
    "forget",
    "name_friends",
    "open_after",
    "start_circle",
    "take_along",
    "take_back",
    "write_down",
]
