"""Saying which of our periods the roster's are; classes find their times by it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.actions.roster import read_meetings_again
from kithwork.apps.people.policies import may_add_people
from kithwork.apps.schools.actions import name_periods
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


@action("section.name_periods")
def name_all_periods(
    school: School, said: Mapping[str, Mapping[str, Sequence[str]]], *, by: Viewer
) -> School:
    """Keep, for each of the roster's period words, our periods with their cycle days (none: every day).

    Then work out anew when every class of the roster meets. A word without a period of
    ours gives no meeting. Raises Refused if `by` may not, Problem for an unknown cycle day.
    """
    require(may_add_people(by, school.pk))
    for theirs, ours in said.items():
        strange = {day for days in ours.values() for day in days} - set(school.cycle_days)
        if strange:
            raise Problem(f"{min(strange)} is not a day of this school's cycle.")
        name_periods(school, theirs, ours, by=by)
    read_meetings_again(school, by=by)
    note(words=len(said))
    return school
