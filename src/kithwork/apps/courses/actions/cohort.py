"""A cohort: started with its units and its inventory, joined and left, ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.courses.models import Cohort, Member, Unit
from kithwork.apps.courses.policies import may_change_members, may_make_cohort, may_teach
from kithwork.apps.courses.syllabus import mix, unit_keys
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.actions import AccessRow, close_access, open_access
from kithwork.apps.people.models import Section, Staff, Student
from kithwork.apps.reflections.actions import (
    SurveyFrame,
    WaveFrame,
    ask_students,
    end_survey,
    leave_out,
    start_survey,
)
from kithwork.apps.reflections.models import Survey
from kithwork.apps.trail.actions import action, note

INVENTORY = "collaboration_skills"
# Each wave of the inventory is open for this long (D).
WAVE_DAYS = 13
LEAST_WEEKS = 6


@dataclass(frozen=True, slots=True)
class CohortFrame:
    name: str
    teacher: Staff
    starts_on: date
    ends_on: date
    section: Section | None = None
    label: str = ""


@action("course.start")
def start_cohort(frame: CohortFrame, *, by: Viewer) -> Cohort:
    """Start a cohort: its units week by week, and the inventory at the start, in the middle and at the end.

    Raises Refused if `by` is not the coordinator, Problem for a teacher or days that cannot be.
    """
    require(may_make_cohort(by))
    if frame.teacher.school_id != by.school_id or frame.teacher.user_id is None:
        raise Problem(_("Choose a teacher of this school who has an account."))
    if frame.ends_on < frame.starts_on + timedelta(weeks=LEAST_WEEKS):
        raise Problem(_("A course takes six weeks at least. Choose a later last day."))
    made = Cohort.objects.create(
        school_id=by.school_id, name=frame.name.strip(), teacher=frame.teacher, section=frame.section,
        label=frame.label, starts_on=frame.starts_on, ends_on=frame.ends_on,
        mix={one.key: one.pct for one in mix()},
    )  # fmt: skip
    made.survey = _inventory(made, by)
    made.save(update_fields=["survey"])
    keys = unit_keys()
    weeks = max(1, (frame.ends_on - frame.starts_on).days // 7)
    Unit.objects.bulk_create(
        Unit(
            cohort=made,
            key=key,
            place=n,
            on=frame.starts_on + timedelta(weeks=n * weeks // len(keys)),
        )
        for n, key in enumerate(keys)
    )
    return made


def _inventory(cohort: Cohort, by: Viewer) -> Survey:
    first, last = cohort.starts_on, cohort.ends_on
    middle = first + (last - first) / 2
    longest = timedelta(days=min(WAVE_DAYS, (last - first).days // 4))
    waves = (
        WaveFrame("start", first, first + longest),
        WaveFrame("middle", middle, middle + longest),
        WaveFrame("end", last - longest, last),
    )
    frame = SurveyFrame(
        INVENTORY, cohort.name, waves, lead_id=cohort.teacher.user_id, because=f"courses.cohort:{cohort.pk}"
    )  # fmt: skip
    return start_survey(frame, by=by)


@action("course.add_members")
def add_members(cohort: Cohort, students: Iterable[Student], *, by: Viewer) -> Cohort:
    """Put students in the course. Its teacher follows their progress until it ends; the inventory asks them.

    Raises Refused if `by` is not the coordinator, Problem for somebody of another school.
    """
    require(may_change_members(by, cohort))
    people = list(students)
    if any(one.school_id != cohort.school_id or one.closed_on for one in people):
        raise Problem(_("One of them is not at this school now. Choose students of this school."))
    _check_open(cohort)
    today = clock.today_for(by)
    ids = [one.pk for one in people]
    held = set(cohort.members.filter(student__in=ids).values_list("student_id", flat=True))
    cohort.members.filter(student__in=ids).update(left_on=None)
    Member.objects.bulk_create(
        Member(cohort=cohort, student=one, joined_on=max(today, cohort.starts_on))
        for one in people
        if one.pk not in held
    )
    user_id = cohort.teacher.user_id
    if user_id is not None:
        open_access([_access(cohort, one, user_id, today) for one in people], by=by)
    if cohort.survey is not None:
        ask_students(cohort.survey, people, by=by)
    note(students=len(people))
    return cohort


def _access(cohort: Cohort, student: Student, user_id: int, today: date) -> AccessRow:
    return AccessRow(
        user_id, student, Depth.PROGRESS, f"You teach {student.called} in {cohort.name}.",
        cause(cohort, student.pk), today, cohort.ends_on,
    )  # fmt: skip


def cause(cohort: Cohort, student_id: int) -> str:
    """What an Access row of a course says it was opened by."""
    return f"courses.cohort:{cohort.pk}.{student_id}"


@action("course.leave")
def leave_course(member: Member, *, by: Viewer) -> Member:
    """Somebody is in the course no more. What they wrote stays theirs."""
    require(may_change_members(by, member.cohort))
    if member.left_on is None:
        member.left_on = clock.today_for(by)
        member.save(update_fields=["left_on"])
        close_access([cause(member.cohort, member.student_id)], by=by)
        if member.cohort.survey is not None:
            leave_out(member.cohort.survey, member.student, by=by)
    return member


@action("course.end")
def end_cohort(cohort: Cohort, *, by: Viewer) -> Cohort:
    """End the course before its last day, or at it; the inventory ends with it."""
    require(may_change_members(by, cohort))
    if cohort.ended_on is None:
        cohort.ended_on = clock.today_for(by)
        cohort.save(update_fields=["ended_on"])
        close_access(
            [cause(cohort, pk) for pk in cohort.members.values_list("student_id", flat=True)], by=by
        )
        if cohort.survey is not None:
            end_survey(cohort.survey, by=by)
    return cohort


@action("course.set_mix")
def set_mix(cohort: Cohort, shares: Mapping[str, int], *, by: Viewer) -> Cohort:
    """What each part counts. Raises Problem where they do not make a hundred."""
    require(may_teach(by, cohort))
    known = {one.key for one in mix()}
    if set(shares) != known or any(not 0 <= one <= 100 for one in shares.values()):
        raise Problem(_("Give every part a share from 0 to 100."))
    if sum(shares.values()) != 100:
        raise Problem(_("The shares make %(n)s. They must make 100.") % {"n": sum(shares.values())})
    note(before=cohort.mix, after=dict(shares))
    cohort.mix = dict(shares)
    cohort.save(update_fields=["mix"])
    return cohort


def _check_open(cohort: Cohort) -> None:
    if cohort.ended_on is not None:
        raise Problem(_("This course is over. Start a new one."))
