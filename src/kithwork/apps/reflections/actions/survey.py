"""A survey: begun with its waves, people asked or left out, ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.reflections.models import Asked, Survey, Wave
from kithwork.apps.reflections.policies import (
    may_ask,
    may_ask_adults,
    may_change_survey,
    may_list_students,
    students_to_ask,
)
from kithwork.apps.reflections.questionnaire import copy_of, questionnaires
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class WaveFrame:
    kind: str
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class SurveyFrame:
    """Which questionnaire, under what title, when, and who looks after it."""

    questionnaire: str
    title: str
    waves: tuple[WaveFrame, ...]
    lead_id: int | None = None
    because: str = ""


@action("reflections.start_survey")
def start_survey(frame: SurveyFrame, *, by: Viewer) -> Survey:
    """Begin a survey; nobody is asked yet.

    Raises Refused if `by` asks nobody, Problem for a questionnaire or waves that cannot be.
    """
    require(may_ask(by))
    asked = questionnaires().get(frame.questionnaire)
    if asked is None:
        raise Problem(_("Choose a questionnaire that is there."))
    if asked.sides:
        require(may_ask_adults(by))
    _check_waves(frame.waves)
    made = Survey.objects.create(
        school_id=by.school_id, title=frame.title.strip()[:120] or asked.title, questionnaire=asked.id,
        version=asked.version, text=copy_of(asked.id), because=frame.because,
        lead_id=frame.lead_id or by.user_id,
    )  # fmt: skip
    Wave.objects.bulk_create(
        Wave(survey=made, kind=one.kind, opens_on=one.opens_on, due_on=one.due_on)
        for one in frame.waves
    )
    note(questionnaire=asked.key)
    return made


def _check_waves(waves: tuple[WaveFrame, ...]) -> None:
    if not waves:
        raise Problem(_("Say when it is asked at least once."))
    order = list(Wave.Kind.values)
    if any(one.kind not in order for one in waves) or len({one.kind for one in waves}) < len(waves):
        raise Problem(_("There is a start, a middle and an end, each of them once."))
    if any(one.due_on < one.opens_on for one in waves):
        raise Problem(_("The last day comes before the first. Change one of them."))
    in_order = sorted(waves, key=lambda one: order.index(one.kind))
    if any(later.opens_on <= one.due_on for one, later in pairwise(in_order)):
        raise Problem(_("A wave opens before the one ahead of it is due. Move one of the days."))


@action("reflections.ask")
def ask_students(
    survey: Survey, students: Iterable[Student], group: str = "treatment", *, by: Viewer
) -> Survey:
    """Put students on the list of a survey. Who has no permission stands on it and is not asked.

    Raises Refused if the survey is another's, Problem for a student one does not work with.
    """
    require(may_change_survey(by, survey))
    require(may_list_students(survey))
    wanted = {one.pk for one in students}
    if students_to_ask(by).filter(pk__in=wanted).count() != len(wanted):
        raise Problem(
            _("One of them is not a student you work with. Ask the coordinator to add them.")
        )
    if group not in Asked.Group.values:
        raise Problem(_("Say whether they take part or are the comparison group."))
    today = clock.today_for(by)
    held = {one.student_id: one for one in survey.asked.filter(student__in=wanted)}
    again = [one.pk for one in held.values() if one.left_on is not None]
    Asked.objects.filter(pk__in=again).update(left_on=None, group=group)
    Asked.objects.bulk_create(
        Asked(survey=survey, student_id=pk, group=group, joined_on=today)
        for pk in sorted(wanted - held.keys())
    )
    note(students=len(wanted - held.keys()) + len(again), group=group)
    return survey


@action("reflections.leave_out")
def leave_out(survey: Survey, student: Student, *, by: Viewer) -> Survey:
    """Ask a student no more. What they answered stays, outside every result."""
    require(may_change_survey(by, survey))
    today = clock.today_for(by)
    survey.asked.filter(student=student, left_on__isnull=True).update(left_on=today)
    note(student=student.pk)
    return survey


@action("reflections.end_survey")
def end_survey(survey: Survey, *, by: Viewer) -> Survey:
    require(may_change_survey(by, survey))
    if survey.ended_on is None:
        survey.ended_on = clock.today_for(by)
        survey.save(update_fields=["ended_on"])
    return survey
