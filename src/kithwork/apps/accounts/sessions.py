"""How long a session lasts, and what becomes of a form that was sent after it had ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role

BEGAN, SEEN, UNSENT = "began", "seen", "unsent"
ASSISTED = "assisted_by"  # the adult who signed a student in
MINUTE = 60
STUDENTS = (Role.PEER, Role.FOCUS_STUDENT)
# Without a sign of life for so long, and at the latest after so long, a person signs in again.
IDLE = dict.fromkeys(Role, 30 * MINUTE) | dict.fromkeys(STUDENTS, 10 * MINUTE)
ABSOLUTE = dict.fromkeys(Role, 12 * 60 * MINUTE) | dict.fromkeys(STUDENTS, 60 * MINUTE)
WRITE_EVERY = MINUTE  # a sign of life is written down this often, not at every click
KEEP_UNSENT = 15 * MINUTE
MOST_UNSENT = 64 * 1024  # characters


def has_ended(request: HttpRequest, role: Role) -> bool:
    """Was this session quiet, or open, for longer than its role allows?"""
    at = clock.now().timestamp()
    quiet = at - request.session.get(SEEN, at)
    return quiet > IDLE[role] or at - request.session.get(BEGAN, at) > ABSOLUTE[role]


def note_life(request: HttpRequest) -> None:
    at = clock.now().timestamp()
    request.session.setdefault(BEGAN, at)
    if abs(at - request.session.get(SEEN, 0)) >= WRITE_EVERY:
        request.session[SEEN] = at


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that arrived after its sender's session had ended: where it was going, and what it said."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def words(self) -> list[str]:
        """What the person typed, as far as it reads as words."""
        return [value for _, value in self.fields if len(value.split()) > 1]


def keep_unsent(request: HttpRequest, user_id: int) -> bool:
    """Keep what was sent too late, for the same person to send again. Files and passwords are not kept."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    is_long = sum(len(name) + len(value) for name, value in fields) > MOST_UNSENT
    if not fields or is_long or any("password" in name for name, _ in fields):
        return False
    request.session[UNSENT] = {
        "user": user_id,
        "path": request.get_full_path(),
        "fields": fields,
        "until": clock.now().timestamp() + KEEP_UNSENT,
    }
    return True


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What this person was sending when their session ended, for a quarter of an hour."""
    kept = request.session.get(UNSENT)
    if not kept or kept["user"] != request.user.pk or kept["until"] < clock.now().timestamp():
        return None
    return Unsent(kept["path"], [(name, value) for name, value in kept["fields"]])


def drop_unsent(request: HttpRequest) -> None:
    request.session.pop(UNSENT, None)
