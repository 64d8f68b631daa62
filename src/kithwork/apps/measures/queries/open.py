"""Measures this viewer may see, with their series: goals of the team left out where they are not of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import AttainmentScale, Entry, Measure
from kithwork.apps.measures.policies import (
    followed_students,
    visible_goals,
    visible_measures,
    visible_scales,
)
from kithwork.apps.measures.readings import Reading, readings_of
from kithwork.apps.observations.models import Observation
from kithwork.apps.observations.policies_records import open_observations
from kithwork.apps.people.models import Student


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure and its series, as this viewer may read it."""

    measure: Measure
    reading: Reading


def student_or_404(viewer: Viewer, student_id: int) -> Student:
    """A student whose progress one reads."""
    return first_or_404(followed_students(viewer).filter(pk=student_id))


def measure_or_404(viewer: Viewer, measure_id: int) -> Measure:
    found = (
        visible_measures(viewer)
        .select_related("student", "school", "run")
        .filter(pk=measure_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def measures_of(viewer: Viewer, student: Student) -> list[Measure]:
    """What is followed of a student, what ended last."""
    rows = visible_measures(viewer).filter(student=student)
    return sorted(
        rows.select_related("student", "school", "run"),
        key=lambda one: (one.ended_on is not None, one.pk),
    )


def followed(viewer: Viewer, measures: Sequence[Measure]) -> list[Followed]:
    """Their series, for this viewer: what waits for a second observer is a gap until both are in."""
    goals = list(visible_goals(viewer).filter(measure__in=measures, replaced_by__isnull=True))
    today = clock.today_for(viewer)
    closed = _closed(viewer, measures)
    found = readings_of(measures, today, goals=goals, closed=closed)
    return [Followed(one, found[one.pk]) for one in measures]


def _closed(viewer: Viewer, measures: Sequence[Measure]) -> set[int]:
    """Observations with a second observer that this viewer may not read yet."""
    students = {one.student_id for one in measures if one.source == Measure.Source.OBSERVED}
    waiting = list(
        Observation.objects.filter(
            student_id__in=students, watch__second_observer__isnull=False
        ).select_related("watch")
    )
    return {one.pk for one in waiting} - {one.pk for one in open_observations(viewer, waiting)}


def entry_or_404(viewer: Viewer, entry_id: int) -> Entry:
    rows = Entry.objects.filter(measure__in=visible_measures(viewer), replaced_by__isnull=True)
    return first_or_404(rows.select_related("measure__student").filter(pk=entry_id))


def scales_of(viewer: Viewer, student: Student) -> list[AttainmentScale]:
    """Written levels in force, with their ratings."""
    rows = visible_scales(viewer).filter(student=student, replaced_by__isnull=True)
    return list(rows.prefetch_related("ratings"))


def scale_or_404(viewer: Viewer, scale_id: int) -> AttainmentScale:
    rows = visible_scales(viewer).filter(replaced_by__isnull=True)
    return first_or_404(rows.select_related("student").filter(pk=scale_id))
