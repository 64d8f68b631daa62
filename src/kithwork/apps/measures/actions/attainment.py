"""Goal attainment scaling: five levels are written beforehand, and somebody says where the student is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import AttainmentRating, AttainmentScale
from kithwork.apps.measures.policies import may_follow, may_set_iep_goal
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Run
from kithwork.apps.trail.actions import action

LOWEST, HIGHEST = -2, 2
LEVELS = HIGHEST - LOWEST + 1


@action("attainment.write")
def write_scale(
    student: Student,
    *,
    name: str,
    levels: Sequence[str],
    by: Viewer,
    run: Run | None = None,
    is_iep: bool = True,
    replaces: AttainmentScale | None = None,
) -> AttainmentScale:
    """Five sentences, from much less than hoped to much more.

    Raises Refused if the student is none of `by`'s, or not of the team for an IEP goal; Problem when a level says
    nothing or two say the same.
    """
    may = may_set_iep_goal if is_iep else may_follow
    require(may(by, student))
    said = [" ".join(level.split())[:200] for level in levels]
    if not name.strip():
        raise Problem(_("Give the goal a name."))
    if len(said) != LEVELS or not all(said):
        raise Problem(_("Write all five levels, so that everybody rates alike."))
    if len(set(said)) < LEVELS:
        raise Problem(_("Two levels say the same. Say what one would see at each."))
    if replaces is not None and (
        replaces.student_id != student.pk
        or AttainmentScale.objects.filter(replaces=replaces).exists()
    ):
        raise Problem(_("Somebody changed these levels already. Open the page again."))
    return AttainmentScale.objects.create(
        student=student,
        run=run,
        name=name.strip()[:80],
        levels=said,
        is_iep=is_iep,
        replaces=replaces,
        by_id=by.user_id,
    )


@action("attainment.rate")
def rate_attainment(
    scale: AttainmentScale, *, level: int, by: Viewer, on: date | None = None
) -> AttainmentRating:
    """Where the student is today.

    Raises Refused as `write_scale` does, Problem for a level there is not or a day to come.
    """
    may = may_set_iep_goal if scale.is_iep else may_follow
    require(may(by, scale.student))
    if not LOWEST <= level <= HIGHEST:
        raise Problem(_("Choose one of the five levels."))
    today = clock.today_for(by)
    if on is not None and on > today:
        raise Problem(_("That day is still to come."))
    return AttainmentRating.objects.create(
        scale=scale, level=level, on=on or today, by_id=by.user_id
    )
