"""Friendship in a class, told without telling on anybody."""

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
    "Change", "ChildTies", "ClassPicture", "Nominations", "Status", "change", "picture", "status", "ties_of",
]  # fmt: skip
