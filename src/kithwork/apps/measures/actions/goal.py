"""What a measure is hoped to reach. A change is a new goal; the older stays in the history."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Goal, Measure
from kithwork.apps.measures.policies import may_follow, may_set_iep_goal
from kithwork.apps.trail.actions import action
from kithwork.evidence.series import Scale, value_fault


@dataclass(frozen=True, slots=True)
class GoalFrame:
    """A level by a day. ``from_level`` is where the aim line begins: the middle of the baseline unless said."""

    level: float
    by_on: date
    words: str = ""
    starts_on: date | None = None
    from_level: float | None = None
    is_iep: bool = False


@action("goal.set")
def set_goal(measure: Measure, frame: GoalFrame, *, by: Viewer) -> Goal:
    """Set a measure's goal, in place of the one in force of the same kind.

    Raises Refused if the student is none of `by`'s, or for an IEP goal when `by` is not of the team; Problem
    for a level the scale does not have, or a day that is not after the first.
    """
    may = may_set_iep_goal if frame.is_iep else may_follow
    require(may(by, measure.student))
    starts_on = frame.starts_on or clock.today_for(by)
    if frame.by_on <= starts_on:
        raise Problem(_("The goal's day is over or today. Choose a later one."))
    for level in (frame.level, frame.from_level):
        _check_level(level, measure)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    before = measure.goals.filter(replaced_by__isnull=True, is_iep=frame.is_iep).last()
    return Goal.objects.create(
        measure=measure,
        level=frame.level,
        from_level=frame.from_level,
        starts_on=starts_on,
        by_on=frame.by_on,
        words=frame.words.strip()[:200],
        is_iep=frame.is_iep,
        replaces=before,
        by_id=by.user_id,
    )


def _check_level(level: float | None, measure: Measure) -> None:
    if level is None:
        return
    if not math.isfinite(level):
        raise Problem(_("The goal is a number, such as 9 or 80."))
    fault = value_fault(level, Scale(measure.scale))
    if fault is not None:
        raise Problem(
            _("%(level)g does not fit what is followed here: %(unit)s.")
            % {"level": level, "unit": measure.unit}
        )
