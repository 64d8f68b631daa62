"""Scores for whoever evaluates a group: one row a person, a voice and a wave. Missing is missing, never zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from kithwork.apps.consents.queries import not_taken_back
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.reflections.models import Reply, Survey
from kithwork.apps.reflections.policies import (
    SURVEY,
    may_read_answers,
    students_read,
    visible_asked,
)
from kithwork.apps.reflections.questionnaire import Questionnaire

# (wave id, student id, voice) -> item -> the newest reply
Newest = dict[tuple[int, int, str], dict[str, Reply]]


@dataclass(frozen=True, slots=True)
class PersonScores:
    """What one voice said of one person in one wave.

    ``group`` is "treatment" or "comparison"; ``voice`` "student" or "adult", never to be mixed; ``wave`` "start",
    "middle" or "end". ``items`` holds every item with a number: its value in the scale's own unit as it was
    answered, None where it was skipped, not asked, or answered without a number ("not sure"). ``scales`` holds the
    mean of a scale's items, with items worded the other way turned round, and None where fewer than the
    questionnaire's least share of them were answered. ``answered`` counts items with a number.
    """

    student_id: int
    group: str
    voice: str
    wave: str
    items: Mapping[str, float | None]
    scales: Mapping[str, float | None]
    answered: int


def scores(viewer: Viewer, survey: Survey) -> list[PersonScores]:
    """Every person, voice and wave of a survey that the viewer may read, for an evaluation of groups.

    Only people whose single answers the viewer may read, who are still asked, and whose permission was not taken
    back: such a person is in no row. Somebody who was asked and answered nothing has a row with None throughout,
    so that attrition can be counted. Rows are in the order of waves, then people.
    """
    seen = visible_asked(viewer, survey).filter(student__in=students_read(viewer))
    group_of = dict(seen.values_list("student_id", "group"))
    return scores_of(survey, group_of)


def scores_of(survey: Survey, group_of: Mapping[int, str]) -> list[PersonScores]:
    """The same for people somebody else has already been allowed to read; for rooms above and for group results."""
    people = still_in(survey, group_of)
    asked, newest = survey.asks(), newest_replies(survey, people)
    rows = []
    for wave in survey.waves.all():
        for pk in people:
            for voice in asked.voices:
                held = newest.get((wave.pk, pk, voice), {})
                rows.append(_person(asked, pk, group_of[pk], voice, wave.kind, held))
    return rows


def still_in(survey: Survey, among: Iterable[int]) -> list[int]:
    """Of these students, those whose answers count: permission is there, or ended on its day, and was not taken back."""
    ids = list(among)
    held = not_taken_back(survey.school, SURVEY, ids)
    return [pk for pk in ids if pk in held]


def own_scores(viewer: Viewer, survey: Survey, student: Student) -> list[PersonScores]:
    """One person's rows: their own, or those of a student whose answers the viewer may read."""
    is_own = student.user_id is not None and student.user_id == viewer.user_id
    if not is_own and not may_read_answers(viewer, survey, student):
        return []
    held = survey.asked.filter(student=student, left_on__isnull=True).first()
    return scores_of(survey, {student.pk: held.group}) if held else []


def newest_replies(survey: Survey, people: Iterable[int]) -> Newest:
    """What counts: the newest reply of each voice to each item."""
    found: Newest = defaultdict(dict)
    rows = Reply.objects.filter(wave__survey=survey, student__in=list(people)).order_by("pk")
    for row in rows:
        found[row.wave_id, row.student_id, row.voice][row.item] = row
    return found


def _person(
    asked: Questionnaire, pk: int, group: str, voice: str, wave: str, held: Mapping[str, Reply]
) -> PersonScores:
    items = {
        item.id: held[item.id].value if item.id in held else None
        for item in asked.items
        if asked.ways(item).values
    }
    scales = {name: scale_score(asked, name, items) for name in asked.scales}
    return PersonScores(
        pk, group, voice, wave, items, scales, sum(value is not None for value in items.values())
    )


def scale_score(
    asked: Questionnaire, scale: str, items: Mapping[str, float | None]
) -> float | None:
    """The mean of a scale's answered items, or None where too few were answered."""
    belongs = [item for item in asked.items if item.scale == scale]
    found = []
    for item in belongs:
        value, values = items.get(item.id), asked.ways(item).values
        if value is not None:
            found.append(min(values) + max(values) - value if item.reverse else value)
    if not found or 100 * len(found) < asked.least_answered_pct * len(belongs):
        return None
    return fmean(found)
