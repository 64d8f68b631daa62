"""News: one room says what changed, rooms above it follow. Names as text, so that no room looks up.

A plan in force rests on the calendar, on who is here, on wishes and offers. When one of them changes,
the room that changed it tells; who must follow stands in this table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.module_loading import import_string

from kithwork.apps.foundation.viewer import Viewer

# What happened -> functions of (school_id, by=) that follow, in this order.
FOLLOWERS: dict[str, tuple[str, ...]] = {
    "calendar.changed": (
        "kithwork.apps.plans.actions.follow.follow_calendar",
        "kithwork.apps.runs.actions.consequences.follow_calendar",
    ),
    "pauses.changed": ("kithwork.apps.plans.actions.follow.follow_pauses",),
    "guardians.changed": ("kithwork.apps.consents.actions.rule.count_again",),
    "permissions.changed": ("kithwork.apps.safety.lapses.follow_permissions",),
    "people.changed": (
        "kithwork.apps.plans.actions.follow.follow_people",
        "kithwork.apps.runs.actions.consequences.follow_people",
    ),
}

_held: ContextVar[dict[tuple[str, int], Viewer] | None] = ContextVar("held_news", default=None)


def tell(what: str, school_id: int, *, by: Viewer) -> None:
    """Say that something changed at a school; followers act in the same transaction."""
    held = _held.get()
    if held is not None:
        held[what, school_id] = by
        return
    for name in FOLLOWERS[what]:
        import_string(name)(school_id, by=by)


@contextmanager
def told_once() -> Iterator[None]:
    """Inside, the same news of the same school is told once, at the end: for imports of many rows."""
    token = _held.set({})
    try:
        yield
        held = _held.get() or {}
    finally:
        _held.reset(token)
    for (what, school_id), by in held.items():
        tell(what, school_id, by=by)
