"""One program and the list of them: what is decided, what is still to decide, what is ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff
from kithwork.apps.people.policies import visible_staff
from kithwork.apps.practices.queries import practices_of
from kithwork.apps.programs import approvals, policies, readiness, wording
from kithwork.apps.programs.decisions import Decision, decisions
from kithwork.apps.programs.fidelity import Score, newest_review, overall
from kithwork.apps.programs.models import Meeting, Program, ReadinessTick, Resource, TeamMember
from kithwork.apps.programs.signs import Sign, on_the_team, sign_of


@dataclass(frozen=True, slots=True)
class ProgramCard:
    """One program of the list."""

    program: Program
    stage: str
    made: int
    of: int
    still: str


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """One program, whole, with the next thing to do first."""

    program: Program
    stage: str
    decisions: tuple[Decision, ...]
    made: int
    team: tuple[TeamMember, ...]
    team_sign: Sign
    led_sign: Sign
    rhythm: str
    last_meeting: Meeting | None
    open_approvals: tuple[approvals.Line, ...]
    ready: int
    ready_of: int
    fidelity: Score | None
    languages: int

    @property
    def still(self) -> list[Decision]:
        return [one for one in self.decisions if not one.is_made]


def program_or_404(viewer: Viewer, program_id: int) -> Program:
    return first_or_404(
        policies.visible_programs(viewer).select_related("school").filter(pk=program_id)
    )


def programs_page(viewer: Viewer) -> list[ProgramCard]:
    """Every program of the school: open ones first."""
    return [_card(one) for one in policies.visible_programs(viewer)]


def _card(program: Program) -> ProgramCard:
    every = decisions(program)
    still = next((one.lacks[0] for one in every if not one.is_made), "")
    made = sum(one.is_made for one in every)
    return ProgramCard(program, str(wording.STAGES[program.stage]), made, len(every), still)


def program_page(viewer: Viewer, program: Program) -> ProgramPage:
    every = tuple(decisions(program))
    ready, of = readiness.ready_count(viewer, program)
    newest = newest_review(program)
    team, led = sign_of("team", viewer, program), sign_of("led_by_two", viewer, program)
    return ProgramPage(
        program=program,
        stage=str(wording.STAGES[program.stage]),
        decisions=every,
        made=sum(one.is_made for one in every),
        team=tuple(on_the_team(program)),
        team_sign=team,
        led_sign=led,
        rhythm=str(wording.RHYTHMS[program.rhythm]),
        last_meeting=program.meetings.first(),
        open_approvals=tuple(approvals.still_open(program)),
        ready=ready,
        ready_of=of,
        fidelity=overall(newest.answers) if newest else None,
        languages=program.own_words.count(),
    )


def decision_or_404(program: Program, key: str) -> Decision:
    found = next((one for one in decisions(program) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def staff_to_name(viewer: Viewer, *besides: int | None) -> QuerySet[Staff]:
    """Adults who may be named: who is there, and whoever is named already."""
    staff = visible_staff(viewer)
    named = [key for key in besides if key is not None]
    return staff.filter(closed_on__isnull=True) | staff.filter(pk__in=named)


def practices_to_choose(viewer: Viewer) -> list[tuple[str, str]]:
    return sorted(((one.id, one.name) for one in practices_of(viewer)), key=lambda pair: pair[1])


def resources_of(program: Program) -> list[tuple[str, Resource]]:
    rows = program.resources.filter(dropped_at__isnull=True).select_related("owner")
    return [(str(wording.KINDS[one.kind]), one) for one in rows]


def resource_or_404(viewer: Viewer, resource_id: int) -> Resource:
    programs = policies.visible_programs(viewer)
    return first_or_404(Resource.objects.filter(program__in=programs, pk=resource_id))


def approval_lines(program: Program) -> list[tuple[approvals.Line, str]]:
    """The board, each line with how it stands in words."""
    return [(line, str(wording.STATES[line.state])) for line in approvals.board(program)]


def readiness_parts(
    viewer: Viewer, program: Program
) -> Sequence[tuple[readiness.Words, list[readiness.Line]]]:
    return readiness.readiness(viewer, program)


def tick_or_404(viewer: Viewer, tick_id: int) -> ReadinessTick:
    programs = policies.visible_programs(viewer)
    rows = ReadinessTick.objects.filter(program__in=programs, taken_back_at__isnull=True)
    return first_or_404(rows.select_related("program").filter(pk=tick_id))
