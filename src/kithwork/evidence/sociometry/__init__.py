"""Friendship in a class, told without telling on anybody."""

from kithwork.evidence.sociometry.change_test import ChangeTest, change_test
from kithwork.evidence.sociometry.network import (
    Change,
    ChildTies,
    ClassPicture,
    Nominations,
    change,
    picture,
    ties_of,
)
from kithwork.evidence.sociometry.status import Status, status

__all__ = [
    "Change", "ChangeTest", "ChildTies", "ClassPicture", "Nominations", "Status", "change", "change_test", "picture",
    "status", "ties_of",
]  # fmt: skip
