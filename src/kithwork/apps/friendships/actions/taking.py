"""What leaves this room: answers under codes, with what for, on the trail."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships.gathered import LARGE, gathered
from kithwork.apps.friendships.models import Circle
from kithwork.apps.friendships.policies import may_change_circle
from kithwork.apps.trail.actions import action, note

# On the trail by its key.
PURPOSES = ("review", "study", "other")


@action("friendships.take_along")
def take_along(circle: Circle, *, purpose: str, by: Viewer) -> Circle:
    """Write down that answers of a class leave, and for what. `exported.table_of` makes the file.

    Raises Refused for another school's class, Problem without a purpose or for a class of fewer than ten.
    """
    require(may_change_circle(by, circle))
    if purpose not in PURPOSES:
        raise Problem(_("Say what it is for."))
    rounds = [gathered(one) for one in circle.rounds.filter(erased_on__isnull=True)]
    if not any(len(one.counted) >= LARGE for one in rounds):
        raise Problem(
            _(
                "Fewer than ten students have permission. Among so few a code is soon a name; nothing leaves."
            )
        )
    note(purpose=purpose, rounds=[one.round.pk for one in rounds])
    return circle
