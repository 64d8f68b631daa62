"""What training tells of a program as a whole: counts, and no name."""

from __future__ import annotations

from collections.abc import Collection

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.training.mastery import live
from kithwork.apps.training.models import Meeting
from kithwork.apps.training.subjects import (
    ORIENTATION,
    STAFF_SUBJECTS,
    orientation_meetings,
    role_subjects,
)

READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})


def orientation_counts(viewer: Viewer) -> tuple[int, int, int]:
    """(parts planned or held, parts held, parts there are) of the orientation, in meetings of this school."""
    parts = {f"{ORIENTATION}/{n}" for n in range(1, len(orientation_meetings()) + 1)}
    if viewer.role not in READERS:
        return 0, 0, len(parts)
    rows = Meeting.objects.filter(school_id=viewer.school_id, lesson__in=parts, called_off=False)
    today = clock.today_for(viewer)
    planned, held = set(), set()
    for lesson, on in rows.values_list("lesson", "on"):
        planned.add(lesson)
        if on <= today:
            held.add(lesson)
    return len(planned), len(held), len(parts)


def adults_trained(viewer: Viewer, staff_ids: Collection[int]) -> int:
    """How many of these adults hold a training that is good today."""
    held = live(STAFF_SUBJECTS, clock.today_for(viewer))
    return len({one.staff_id for one in held} & set(staff_ids))


def peers_trained(viewer: Viewer, student_ids: Collection[int]) -> int:
    """How many of these students have mastered at least one role, on record today."""
    held = live(role_subjects(), clock.today_for(viewer))
    return len({one.student_id for one in held} & set(student_ids))


def who_leads_meetings(viewer: Viewer) -> set[int]:
    """Adults who lead a training meeting of this school that was not called off."""
    rows = Meeting.objects.filter(school_id=viewer.school_id, called_off=False)
    return set(rows.exclude(leader=None).values_list("leader_id", flat=True))
