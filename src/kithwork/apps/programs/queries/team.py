"""The planning team: who sits on it, when it met, what specialists said."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import visible_staff, visible_students
from kithwork.apps.programs import policies, wording
from kithwork.apps.programs.models import Meeting, Program, SpecialistInput, TeamMember
from kithwork.apps.programs.signs import TEAM, Sign, on_the_team, sign_of

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the team, with what they are there."""

    member: TeamMember
    seat: str
    part: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    seats: tuple[Seat, ...]
    is_right_size: bool
    signs: tuple[Sign, ...]
    inputs: tuple[tuple[str, SpecialistInput], ...]
    found: tuple[Student, ...]


def team_page(viewer: Viewer, program: Program, words: str = "") -> TeamPage:
    here = on_the_team(program)
    signs = (sign_of(key, viewer, program) for key in ("team", "led_by_two", "voices"))
    return TeamPage(
        seats=tuple(
            Seat(one, str(wording.SEATS[one.seat]), str(wording.PARTS[one.part])) for one in here
        ),
        is_right_size=len(here) in TEAM,
        signs=tuple(one for one in signs if one is not None and not one.is_met),
        inputs=tuple(
            (str(wording.FIELDS[one.field]), one) for one in program.inputs.select_related("whose")
        ),
        found=tuple(students_named(viewer, program, words)),
    )


def students_named(viewer: Viewer, program: Program, words: str) -> list[Student]:
    """Students whose name fits, who do not sit on the team yet."""
    if not words.strip():
        return []
    seated = program.members.filter(left_on__isnull=True, student__isnull=False)
    rows = visible_students(viewer, depth=Depth.NAME).filter(closed_on__isnull=True)
    for word in words.split()[:4]:
        rows = rows.filter(first_name__icontains=word) | rows.filter(last_name__icontains=word)
    return list(rows.exclude(pk__in=seated.values("student_id"))[:MOST_FOUND])


def student_or_none(viewer: Viewer, student_id: int) -> Student | None:
    return visible_students(viewer, depth=Depth.NAME).filter(pk=student_id).first()


def staff_or_none(viewer: Viewer, staff_id: int) -> Staff | None:
    return visible_staff(viewer).filter(pk=staff_id).first()


def member_or_404(viewer: Viewer, member_id: int) -> TeamMember:
    programs = policies.visible_programs(viewer)
    rows = TeamMember.objects.filter(program__in=programs, left_on__isnull=True)
    return first_or_404(rows.select_related("program", "staff", "student").filter(pk=member_id))


def meetings_of(program: Program) -> list[Meeting]:
    return list(program.meetings.prefetch_related("came__staff", "came__student"))
