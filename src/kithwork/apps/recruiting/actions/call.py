"""A call is opened and closed, and students answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.recruiting.models import Call, Candidate
from kithwork.apps.recruiting.policies import may_choose, may_choose_at
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note

# More than a school has students who would write: whoever sends so many is not one of them.
MOST_FOR_A_CALL = 600
# What a student wrote, and how much of it is kept when two applications come together.
JOINED = {
    "own_words": 2000, "interests": 200, "experience": 200, "times": 200,
    "typed_name": 120, "typed_class": 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallFrame:
    """What a call says."""

    title: str
    words: str
    places: int
    ends_on: date
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Application:
    """What a student wrote about themselves."""

    name: str
    in_class: str = ""
    own_words: str = ""
    interests: str = ""
    experience: str = ""
    times: str = ""


@action("recruiting.open_call")
def open_call(frame: CallFrame, *, by: Viewer) -> Call:
    """Open an application with an address of its own.

    Raises Refused if `by` does not run the program, Problem when it says nothing or its day is over.
    """
    require(may_choose(by))
    if not frame.title.strip() or not frame.words.strip():
        raise Problem(_("Say what it is called, and what one does."))
    school = School.objects.get(pk=by.school_id)
    if frame.ends_on < clock.today(school.timezone):
        raise Problem(_("The last day is over. Choose a later one."))
    if not 1 <= frame.places <= 300:
        raise Problem(_("Places is a number from 1 to 300."))
    return Call.objects.create(
        school=school,
        title=frame.title.strip()[:80],
        words=frame.words.strip(),
        language=frame.language,
        places=frame.places,
        ends_on=frame.ends_on,
        made_by_id=by.user_id,
    )


@action("recruiting.close_call")
def close_call(call: Call, *, by: Viewer) -> Call:
    """Nobody can apply any more. Who did stays in the pool."""
    require(may_choose_at(by, call.school_id))
    call.closed_at = call.closed_at or clock.now()
    call.save(update_fields=["closed_at"])
    return call


@action("recruiting.apply")
def apply(call: Call, wrote: Application, *, by: Viewer) -> Candidate:
    """Keep what a student wrote. Whoever holds the address may; the coordinator finds who it is.

    Raises Problem when the call is over, no name is given, or it has been flooded.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not is_open(call):
        raise Problem(_("This call is over. Ask the school if there is another."))
    if not wrote.name.strip():
        raise Problem(_("Write your name."))
    if Candidate.objects.filter(call=call).count() >= MOST_FOR_A_CALL:
        raise Problem(_("So many have written already. Ask the school in person."))
    made = Candidate.objects.create(
        school_id=call.school_id,
        call=call,
        came=Candidate.Came.APPLIED,
        typed_name=wrote.name.strip()[:120],
        typed_class=wrote.in_class.strip()[:60],
        own_words=wrote.own_words.strip()[:1000],
        interests=wrote.interests.strip()[:200],
        experience=wrote.experience.strip()[:200],
        times=wrote.times.strip()[:200],
    )
    note(call=call.pk)
    return made


@action("recruiting.found")
def say_who(candidate: Candidate, student: Student, *, by: Viewer) -> Candidate:
    """Which student of the roster wrote this. What others wrote about the same student comes together.

    Raises Refused if `by` does not choose, Problem when they are at another school.
    """
    require(may_choose_at(by, candidate.school_id))
    if student.school_id != candidate.school_id or student.closed_on is not None:
        raise Problem(_("This student is not at this school. Choose another."))
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    standing = (
        Candidate.objects.filter(student=student, state__in=["open", "waiting"])
        .exclude(pk=candidate.pk)
        .first()
    )
    if standing is None:
        candidate.student = student
        candidate.save(update_fields=["student"])
        note(student=student.pk)
        return candidate
    # One pool: the student's own words join what is there already; nothing written is lost.
    for name, longest in JOINED.items():
        old, new = getattr(standing, name), getattr(candidate, name)
        joined = old if not new or new == old else f"{old}\n{new}".strip()
        setattr(standing, name, joined[:longest])
    standing.call_id = standing.call_id or candidate.call_id
    candidate.nominations.update(candidate=standing)
    candidate.delete()
    standing.save()
    note(student=student.pk, joined=True)
    return standing


def is_open(call: Call) -> bool:
    return call.closed_at is None and call.ends_on >= clock.today(call.school.timezone)
