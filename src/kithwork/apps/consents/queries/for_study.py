"""Who may be in a file that leaves for a study. Every export for one asks here, on the day it leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import ngettext

from kithwork.apps.consents.ledger import State
from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.permits import AT_ONCE, standings
from kithwork.apps.consents.queries.live import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.models import School

# What an export for a study is called on the trail, in every room.
FOR_A_STUDY = "study"
# Somebody who is heard said no to taking part, at first or later. Never asked, or only run out, is no such word.
REFUSED = frozenset({State.SAID_NO, State.TOOK_BACK, State.NOT_ALIKE, State.STUDENT_NO})


def for_a_study(school: School, among: Iterable[int]) -> set[int]:
    """Of these students' ids, those with permission for research today who did not say no to taking part (0068)."""
    agreed = sorted(live(Purpose.RESEARCH, clock.today(school.timezone), among))
    found: set[int] = set()
    for begin in range(0, len(agreed), AT_ONCE):
        some = agreed[begin : begin + AT_ONCE]
        held = standings(school, some)
        found |= {pk for pk in some if held[pk, Purpose.TAKE_PART].state not in REFUSED}
    return found


def require_research(students: Iterable[int], *, by: Viewer) -> None:
    """Stop a file for a study with somebody in it who may not be. Raises Problem, with their number and no name."""
    wanted = set(students)
    n = len(wanted - for_a_study(School.objects.get(pk=by.school_id), wanted))
    if n:
        raise Problem(
            ngettext(
                "%(n)s student has no permission for research today. Ask under Families, or choose another purpose.",
                "%(n)s students have no permission for research today. Ask under Families, or choose another purpose.",
                n,
            )
            % {"n": n}
        )
