"""What is written down about volunteers: their offer, its limits, their classes and wishes."""

from kithwork.apps.peers.actions.volunteer import (
    change_volunteer,
    finish_volunteer,
    offer,
    pause_volunteer,
    resume_volunteer,
)
from kithwork.apps.peers.actions.wishes import (
    protect_class,
    remove_peer_wish,
    set_peer_wish,
    unprotect_class,
)

__all__ = [
    "change_volunteer",
    "finish_volunteer",
    "offer",
    "pause_volunteer",
    "protect_class",
    "remove_peer_wish",
    "resume_volunteer",
    "set_peer_wish",
    "unprotect_class",
]
