"""Who is to be asked at all: rooms above and below say it, by name, so that this one looks at none above."""

from __future__ import annotations

from django.utils.module_loading import import_string

# Functions of a school's id that give the ids of students who take part, or have offered to.
WHO_TAKES_PART = (
    "kithwork.apps.needs.queries.who_has_needs",
    "kithwork.apps.peers.queries.who_offered",
)


def taking_part(school_id: int) -> set[int]:
    """Students with an open need or an open offer."""
    return {pk for name in WHO_TAKES_PART for pk in import_string(name)(school_id)}
