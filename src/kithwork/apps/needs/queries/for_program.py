"""What a program may know of needs: how many, never whose.

Counts for the whole school, for those who run the program. Nobody's need, card or name is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import HowAsked, PreferenceCard, SupportNeed
from kithwork.apps.people.policies import NOBODY

READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class NeedCounts:
    """Students with an open need, and how many of those told their team what they like."""

    students: int
    asked: int


def need_counts(viewer: Viewer) -> NeedCounts:
    """Of the viewer's school, today. Nought for who does not run its program."""
    if viewer.role not in READERS:
        return NeedCounts(0, 0)
    today = clock.today_for(viewer)
    here = SupportNeed.objects.filter(
        student__school_id=viewer.school_id or NOBODY, student__closed_on__isnull=True
    )
    still = here.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today)).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    students = still.values("student_id").distinct()
    asked = PreferenceCard.objects.filter(student__in=students).exclude(how_asked=HowAsked.NOT_YET)
    return NeedCounts(students.count(), asked.count())
