"""What leaves this room: answers under codes, with what for, on the trail."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.accounts.taken_along import mark, written_down
from kithwork.apps.consents.queries import FOR_A_STUDY
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships.exported import leaving, table_of
from kithwork.apps.friendships.models import Circle
from kithwork.apps.friendships.policies import may_change_circle
from kithwork.apps.trail.actions import action, note

# On the trail by its key.
PURPOSES = ("review", FOR_A_STUDY, "other")


@dataclass(frozen=True, slots=True)
class Taken:
    """One table to take along. Its name names nobody."""

    pk: int
    name: str
    content: str


@action("friendships.take_along")
def take_along(circle: Circle, *, purpose: str, by: Viewer) -> Taken:
    """Answers of a class as a table, written down with what for.

    Raises Refused for another school's class, Problem without a purpose or for fewer than ten who may be in it.
    """
    require(may_change_circle(by, circle))
    if purpose not in PURPOSES:
        raise Problem(_("Say what it is for."))
    held = leaving(circle, purpose)
    if not held and purpose == FOR_A_STUDY:
        raise Problem(
            _(
                "Fewer than ten of this class have permission for research. Ask under Families, or choose another one."
            )
        )
    if not held:
        raise Problem(
            _(
                "Fewer than ten students have permission. Among so few a code is soon a name; nothing leaves."
            )
        )
    people = {pk for one in held for pk in one.counted}
    note(purpose=purpose, circle=circle.pk, rounds=[one.round.pk for one in held])
    written_down(students=len(people), rows=sum(len(one.counted) for one in held), by=by)
    return Taken(circle.pk, f"friendships-{circle.pk}.csv", table_of(circle, held, mark(by)))
