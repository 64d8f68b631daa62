"""Wishes as rows say them: names that mean one person, each wish said once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kithwork.apps.integrations.program_upload.roll import Roll
from kithwork.apps.integrations.program_upload.sentences import NotTaken
from kithwork.apps.people.models import Student

WOULD_LIKE, RATHER_NOT = "would_like", "rather_not"
WISH_WORDS = {
    WOULD_LIKE: _("a wish: would like to know somebody"),
    RATHER_NOT: _("a private wish"),
}


def wishes_of(row: Any, student: Student, roll: Roll) -> list[tuple[str, Student]]:
    """(kind, other) for each name in the row. Raises NotTaken for a name that is not one person."""
    found: dict[int, tuple[str, Student]] = {}
    for kind in (WOULD_LIKE, RATHER_NOT):
        for text in getattr(row, kind):
            other = roll.partner(text, row.at, kind)
            if other.pk == student.pk:
                raise NotTaken(row.at, "about-themselves", kind, value=other.full_name)
            if found.get(other.pk, (kind, other))[0] != kind:
                raise NotTaken(row.at, "both-wishes", kind, value=other.full_name)
            found[other.pk] = (kind, other)
    return list(found.values())


class Wishes:
    """Wishes met so far in one list, so that two rows of one student do not contradict."""

    def __init__(self) -> None:
        self.seen: dict[tuple[int, int], tuple[str, int]] = {}

    def take(self, row: Any, student: Student, roll: Roll) -> None:
        """Note the wishes of a row. Raises NotTaken when an earlier row says the contrary."""
        wishes = wishes_of(row, student, roll)
        for kind, other in wishes:
            earlier, line = self.seen.get((student.pk, other.pk), (kind, 0))
            if earlier != kind:
                raise NotTaken(row.at, "wish-said-twice", kind, value=other.full_name, first=line)
        for kind, other in wishes:
            self.seen.setdefault((student.pk, other.pk), (kind, row.at.line))
