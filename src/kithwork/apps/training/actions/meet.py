"""Meetings: planned, asked to, held, called off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.trail.actions import action, note
from kithwork.apps.training.models import Meeting, Seat
from kithwork.apps.training.policies import may_change_meeting, may_hold_meetings, visible_learners
from kithwork.apps.training.subjects import lesson_of, orientation_part


@dataclass(frozen=True, slots=True)
class MeetingFrame:
    """When and where a meeting is, what it is about, and which it goes on from."""

    on: date
    when: str
    lesson: str
    place: str = ""
    leader: Staff | None = None
    follows: Meeting | None = None


@action("training.plan_meeting")
def plan_meeting(frame: MeetingFrame, *, by: Viewer) -> Meeting:
    """Plan a meeting; one that goes on from another asks the same students.

    Raises Refused if `by` trains nobody, Problem for a lesson or a time that is not there.
    """
    require(may_hold_meetings(by))
    if frame.when not in Meeting.When.values:
        raise Problem(_("Say when it is: before school, over lunch or after school."))
    if not orientation_part(frame.lesson) and lesson_of(frame.lesson, by.school_id) is None:
        raise Problem(_("Choose a lesson that is there."))
    if frame.leader is None or frame.leader.school_id != by.school_id:
        raise Problem(_("Name the adult who leads it."))
    meeting = Meeting.objects.create(
        school_id=by.school_id, on=frame.on, when=frame.when, place=frame.place.strip(),
        lesson=frame.lesson, leader=frame.leader, follows=frame.follows,
    )  # fmt: skip
    if frame.follows is not None:
        again = frame.follows.seats.values_list("student_id", flat=True)
        Seat.objects.bulk_create(Seat(meeting=meeting, student_id=pk) for pk in again)
    note(lesson=frame.lesson)
    return meeting


@action("training.ask_to_meeting")
def ask_to_meeting(meeting: Meeting, students: Iterable[Student], *, by: Viewer) -> Meeting:
    """Put students on the sign-in list. Everybody may come, with a plan of their own or without."""
    require(may_change_meeting(by, meeting))
    asked = {one.pk for one in students}
    if visible_learners(by).filter(pk__in=asked).count() != len(asked):
        raise Problem(
            _("One of them is not a student you work with. Ask the coordinator to add them.")
        )
    there = set(meeting.seats.values_list("student_id", flat=True))
    Seat.objects.bulk_create(Seat(meeting=meeting, student_id=pk) for pk in sorted(asked - there))
    note(students=len(asked - there))
    return meeting


@action("training.who_came")
def write_down_who_came(
    meeting: Meeting, came: Mapping[int, bool | None], *, by: Viewer
) -> Meeting:
    """student id -> came, did not, or not said. Nobody is asked why not."""
    require(may_change_meeting(by, meeting))
    seats = list(meeting.seats.filter(student_id__in=came))
    for seat in seats:
        seat.came = came[seat.student_id]
    Seat.objects.bulk_update(seats, ["came"])
    note(came=sum(seat.came is True for seat in seats))
    return meeting


@action("training.call_off")
def call_off(meeting: Meeting, is_off: bool, *, by: Viewer) -> Meeting:
    require(may_change_meeting(by, meeting))
    meeting.called_off = is_off
    meeting.save(update_fields=["called_off"])
    return meeting
