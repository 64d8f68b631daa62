"""The planning team: who sits on it, when it met, what specialists said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.programs.actions.shared_checks import (
    not_to_come,
    of_this_school,
    to_change,
    words,
)
from kithwork.apps.programs.models import Meeting, Program, SpecialistInput, TeamMember
from kithwork.apps.trail.actions import action, note

Seat, Part = TeamMember.Seat, TeamMember.Part
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Who:
    """One person: an adult of the school, a student, or somebody by name."""

    staff: Staff | None = None
    student: Student | None = None
    name: str = ""


@action("program.add_member")
def add_member(program: Program, who: Who, *, seat: str, by: Viewer) -> TeamMember:
    """Somebody sits on the team. Students and families may.

    Raises Problem when it is not one person of this school, or they sit there already.
    """
    program = to_change(program, by)
    if seat not in Seat.values:
        raise Problem(_("Say for whom they sit on the team."))
    name = who.name.strip()[:80]
    if sum((who.staff is not None, who.student is not None, bool(name))) != 1:
        raise Problem(_("Choose one person, or write one name."))
    if (who.student is not None) is not (seat == Seat.STUDENT) and not name:
        raise Problem(_("A student sits there as a student, an adult does not."))
    _of_this_school(who, by)
    here = program.members.filter(left_on__isnull=True)
    if (who.staff and here.filter(staff=who.staff).exists()) or (
        who.student and here.filter(student=who.student).exists()
    ):
        raise Problem(_("They sit on this team already."))
    return TeamMember.objects.create(
        program=program,
        seat=seat,
        staff=who.staff,
        student=who.student,
        name=name,
        joined_on=clock.today_for(by),
    )


@action("program.say_part")
def say_part(member: TeamMember, *, part: str, by: Viewer) -> TeamMember:
    """Name the coordinator or the deputy. Who held it before is a member from then on."""
    program = to_change(member.program, by)
    if part not in Part.values:
        raise Problem(_("Say what they are on the team."))
    if part != Part.MEMBER and member.staff_id is None:
        raise Problem(_("The coordinator and the deputy are adults of the school."))
    if member.left_on is not None:
        raise Problem(_("They are not on the team any more."))
    if part != Part.MEMBER:
        program.members.filter(left_on__isnull=True, part=part).update(part=Part.MEMBER)
    member.part = part
    member.save(update_fields=["part"])
    note(part=part)
    return member


@action("program.remove_member")
def remove_member(member: TeamMember, *, by: Viewer) -> TeamMember:
    """They leave the team; the meetings they came to stay as they were."""
    to_change(member.program, by)
    member.left_on, member.part = clock.today_for(by), Part.MEMBER
    member.save(update_fields=["left_on", "part"])
    return member


@action("program.set_rhythm")
def set_rhythm(program: Program, *, rhythm: str, meets: str = "", by: Viewer) -> Program:
    """How often the team meets, and when."""
    program = to_change(program, by)
    if rhythm not in Program.Rhythm.values:
        raise Problem(_("Say how often the team meets."))
    program.rhythm, program.meets = rhythm, meets.strip()[:120]
    program.save(update_fields=["rhythm", "meets"])
    return program


@action("program.meeting")
def keep_meeting(
    program: Program,
    *,
    on: date,
    came: Collection[TeamMember],
    decided: str,
    student_ideas: str = "",
    next_on: date | None = None,
    by: Viewer,
) -> Meeting:
    """A meeting: when, who came, what was decided.

    Raises Problem for a day to come, a meeting to which nobody of the team came, or without a decision.
    """
    program = to_change(program, by)
    here = [one for one in came if one.program_id == program.pk]
    if not here:
        raise Problem(_("Say who came."))
    if next_on is not None and next_on <= on:
        raise Problem(_("The next meeting is after this one. Change one of the days."))
    meeting = Meeting.objects.create(
        program=program,
        on=not_to_come(on, by),
        decided=words(decided, LONGEST, _("Write down what was decided, also if it is to wait.")),
        student_ideas=student_ideas.strip()[:LONGEST],
        next_on=next_on,
        by_id=by.user_id,
    )
    meeting.came.set(here)
    note(came=len(here))
    return meeting


@action("program.specialist_input")
def add_specialist_input(
    program: Program,
    *,
    on: date,
    field: str,
    said: str,
    came_of_it: str = "",
    whose: Staff | None = None,
    by: Viewer,
) -> SpecialistInput:
    """What a specialist said about the program. About one student it belongs to that student's team."""
    program = to_change(program, by)
    if field not in SpecialistInput.Field.values:
        raise Problem(_("Say which field they work in."))
    return SpecialistInput.objects.create(
        program=program,
        on=not_to_come(on, by),
        field=field,
        whose=of_this_school(whose, by),
        said=words(said, LONGEST, _("Write down what they said.")),
        came_of_it=came_of_it.strip()[:LONGEST],
        by_id=by.user_id,
    )


def _of_this_school(who: Who, by: Viewer) -> None:
    of_this_school(who.staff, by)
    if who.student is None:
        return
    if not visible_students(by, depth=Depth.NAME).filter(pk=who.student.pk).exists():
        raise Problem(_("Choose a student of this school."))
