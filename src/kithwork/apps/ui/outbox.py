"""What a device kept without a network and sends when its owner is back: which boxes there are, and whose.

The owner is a mark that says nothing by itself. A letter leaves only while the same person is signed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.crypto import salted_hmac

from kithwork.apps.foundation.viewer import Role, Viewer

SALT = "kithwork.outbox.owner"
STUDENTS = frozenset({Role.PEER, Role.FOCUS_STUDENT})


@dataclass(frozen=True, slots=True)
class Box:
    """Letters of one kind, and the address that takes them; a name as text, so that no room looks up."""

    name: str
    url_name: str


BOXES = (Box("concerns", "safety:concern_letters"), Box("logs", "runs:log_letters"))


def owner_of(viewer: Viewer | None) -> str:
    """A mark for the person, the same on each device; a page without a network learns from it whom it serves."""
    if viewer is None:
        return ""
    kind = "student" if viewer.role in STUDENTS else "adult"
    mark = salted_hmac(SALT, str(viewer.user_id), algorithm="sha256").hexdigest()[:20]
    return f"{kind}-{mark}"


def boxes() -> list[tuple[str, str]]:
    """(name, address) for the page."""
    return [(box.name, reverse(box.url_name)) for box in BOXES]
