"""Who was there, as an adult tells it afterwards, and who gave and who received."""

from __future__ import annotations

from collections.abc import Mapping

from kithwork.apps.runs.balance import follows_from_procedure
from kithwork.apps.runs.models import Attendance, Session
from kithwork.apps.runs.queries.log import expected_in
from kithwork.apps.runs.queries.practice import playbook_here

# Student id -> gave, received.
Sides = Mapping[int, tuple[bool, bool]]


def both_follow(session: Session) -> bool:
    """Whether whoever was there gave and received: a class-wide practice in which partners swap each time."""
    return session.run is not None and follows_from_procedure(playbook_here(session.run))


def note_presence(
    session: Session,
    minutes: int | None,
    away: frozenset[int],
    *,
    is_held: bool,
    sides: Sides | None = None,
) -> None:
    """One row for everybody expected: away, or there for the minutes told.

    Where both sides follow from the procedure, whoever was there gave and received. Elsewhere `sides` says it,
    of those the teller sees; of whom nobody said anything it is left as it stands.
    """
    follows = both_follow(session)
    for student, role in expected_in(session):
        is_present = is_held and student.pk not in away
        told: dict[str, object] = {
            "is_present": is_present,
            "minutes": minutes if is_present else None,
            "role": role,
        }
        if follows or not is_present:
            told |= dict.fromkeys(("has_given", "has_received"), is_present)
        elif sides is not None and student.pk in sides:
            told["has_given"], told["has_received"] = sides[student.pk]
        Attendance.objects.update_or_create(session=session, student=student, defaults=told)
