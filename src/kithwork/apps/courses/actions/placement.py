"""Placements: one at a time, for some weeks; days somebody was there, approved by an adult; ideas for the class."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.courses.models import Idea, Member, Placement, PlacementDay
from kithwork.apps.courses.policies import may_approve_at, may_teach, may_write_as
from kithwork.apps.courses.syllabus import words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Section, Staff
from kithwork.apps.runs.models import Run
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits, minutes_of, open_days, slot_times
from kithwork.apps.trail.actions import action, note

MOST_IDEA = 1000


@dataclass(frozen=True, slots=True)
class PlacementFrame:
    """Where, with which adult, at which periods and days, from when; without a last day, the school's length."""

    setting: str
    adult: Staff
    starts_on: date
    labels: tuple[str, ...]
    cycle_days: tuple[str, ...] = field(default=())
    ends_on: date | None = None
    section: Section | None = None
    run: Run | None = None


def last_day(school: School, starts_on: date) -> date:
    """The last day of a placement of the school's usual length."""
    return starts_on + timedelta(weeks=limits(school).placement_weeks) - timedelta(days=1)


@action("course.place")
def place(member: Member, frame: PlacementFrame, *, by: Viewer) -> Placement:
    """Place somebody. Raises Refused if `by` does not teach them, Problem while another placement runs then."""
    require(may_teach(by, member.cohort))
    cohort = member.cohort
    ends_on = min(frame.ends_on or last_day(cohort.school, frame.starts_on), cohort.ends_on)
    if frame.setting not in words().settings or not frame.labels:
        raise Problem(_("Say where it is and at which periods."))
    if frame.adult.school_id != cohort.school_id:
        raise Problem(_("Choose an adult of this school who is there."))
    if not cohort.starts_on <= frame.starts_on <= ends_on:
        raise Problem(_("A placement lies within the course. Change its first day."))
    for other in member.placements.all():
        if other.starts_on <= ends_on and frame.starts_on <= other.last_day:
            raise Problem(
                _(
                    "One placement at a time: there is one from %(a)s to %(b)s. End it first, or begin later."
                )
                % {"a": other.starts_on.isoformat(), "b": other.last_day.isoformat()}
            )
    made = Placement.objects.create(
        member=member, setting=frame.setting, section=frame.section, adult=frame.adult,
        labels=list(frame.labels), cycle_days=list(frame.cycle_days), run=frame.run,
        starts_on=frame.starts_on, ends_on=ends_on,
    )  # fmt: skip
    note(student=member.student_id, setting=frame.setting)
    return made


@action("course.end_placement")
def end_placement(placement: Placement, why: str, *, by: Viewer) -> Placement:
    """End it today, earlier than planned. Raises Problem without a reason."""
    require(may_teach(by, placement.member.cohort))
    if not why.strip():
        raise Problem(_("Write why it ends, in a few words. Only the teacher reads it."))
    if placement.ended_on is None:
        # One that has not begun ends on its first day, with no day in it.
        placement.ended_on = max(clock.today_for(by), placement.starts_on)
        placement.ended_why = why.strip()[:200]
        placement.save(update_fields=["ended_on", "ended_why"])
    return placement


@action("course.say_day")
def say_day(placement: Placement, on: date, label: str, *, by: Viewer) -> PlacementDay:
    """A student says they were there. It counts when an adult has approved it.

    Raises Refused for anybody else, Problem for a day that is none of the placement's, or said already.
    """
    require(may_write_as(by, placement.member))
    if on > clock.today_for(by):
        raise Problem(_("This day has not come yet."))
    minutes = _minutes(placement, on, label)
    if placement.days.filter(on=on, label=label, refused_at__isnull=True).exists():
        raise Problem(_("You said so already."))
    return PlacementDay.objects.create(
        placement=placement, on=on, label=label, minutes=minutes, said_by_id=by.user_id
    )


def _minutes(placement: Placement, on: date, label: str) -> int:
    """How long the period was on that day, by the bell."""
    school = placement.member.cohort.school
    days = open_days(school, on, on)
    is_its_day = days and (not placement.cycle_days or days[0].cycle_day in placement.cycle_days)
    runs = placement.starts_on <= on <= placement.last_day
    times = slot_times(days[0].schedule_id) if days else {}
    if not is_its_day or not runs or label not in placement.labels or label not in times:
        raise Problem(
            _("This is no day of your placement. Choose a day with school on which it is.")
        )
    starts, ends = times[label]
    return minutes_of(ends) - minutes_of(starts)


@action("course.approve_day")
def approve_day(day: PlacementDay, *, by: Viewer) -> PlacementDay:
    require(may_approve_at(by, day.placement))
    if day.approved_at is None and day.refused_at is None:
        day.approved_at, day.approved_by_id = clock.now(), by.user_id
        day.save(update_fields=["approved_at", "approved_by_id"])
    return day


@action("course.refuse_day")
def refuse_day(day: PlacementDay, *, by: Viewer) -> PlacementDay:
    """Not so: the student was not there. Said again, it can be looked at again."""
    require(may_approve_at(by, day.placement))
    if day.approved_at is not None:
        raise Problem(_("This day is approved already."))
    if day.refused_at is None:
        day.refused_at = clock.now()
        day.save(update_fields=["refused_at"])
    return day


@action("course.give_idea")
def give_idea(placement: Placement, said: str, *, by: Viewer) -> Idea:
    """A student tells the adult of the placement what could work for the whole class."""
    require(may_write_as(by, placement.member))
    if not said.strip():
        raise Problem(_("Write your idea first."))
    return Idea.objects.create(placement=placement, words=said.strip()[:MOST_IDEA])


@action("course.read_idea")
def read_idea(idea: Idea, *, by: Viewer) -> Idea:
    """The adult has read it; the student sees that."""
    require(may_approve_at(by, idea.placement))
    if idea.read_at is None:
        idea.read_at = clock.now()
        idea.save(update_fields=["read_at"])
    return idea
