"""Gates between stages, and the checks that keep a program alive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.actions.shared_checks import to_change, words
from kithwork.apps.programs.models import Program, StageGate, TermCheck, YearCheck
from kithwork.apps.programs.signs import current_term
from kithwork.apps.programs.stages import before, conditions, following
from kithwork.apps.programs.wording import SUSTAIN
from kithwork.apps.schools.queries import current_year
from kithwork.apps.trail.actions import action, note

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class TermAnswers:
    """The three things that keep a program going."""

    is_team_active: bool
    is_led: bool
    has_student_voice: bool
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class YearAnswers:
    """The yearly list, and what shows in the culture of the school. A number nobody counted is None."""

    done: Collection[str]
    events: int | None = None
    teachers: int | None = None
    in_clubs: int | None = None
    remarks: str = ""
    next_step: str = ""


@action("program.open_gate")
def open_gate(program: Program, *, to: str, why: str, by: Viewer) -> StageGate:
    """Go on to the next stage. The data are kept beside the reason; they advise and do not decide.

    Raises Problem without a reason, at the last stage, or when somebody opened the gate meanwhile.
    """
    program = to_change(program, by)
    wanted = following(program.stage)
    if wanted is None:
        raise Problem(_("This is the last stage."))
    if to != wanted:
        raise Problem(_("Somebody opened a gate meanwhile. Look at the stage again."))
    return _go(program, wanted, why, by)


@action("program.step_back")
def step_back(program: Program, *, to: str, why: str, by: Viewer) -> StageGate:
    """Go back a stage, with a reason. Nothing that was reached is lost."""
    program = to_change(program, by)
    wanted = before(program.stage)
    if wanted is None:
        raise Problem(_("This is the first stage."))
    if to != wanted:
        raise Problem(_("Somebody opened a gate meanwhile. Look at the stage again."))
    return _go(program, wanted, why, by)


def _go(program: Program, to: str, why: str, by: Viewer) -> StageGate:
    gate = StageGate.objects.create(
        program=program,
        from_stage=program.stage,
        to_stage=to,
        on=clock.today_for(by),
        why=words(why, 400, _("Say why, in a sentence. Others will ask.")),
        said=[[str(one.asks), one.is_met, str(one.said)] for one in conditions(by, program)],
        by_id=by.user_id,
        by_name=by.name,
    )
    program.stage = to
    program.save(update_fields=["stage"])
    note(from_stage=gate.from_stage, to_stage=gate.to_stage)
    return gate


@action("program.check_term")
def check_term(program: Program, answers: TermAnswers, *, by: Viewer) -> TermCheck:
    """Whether it lasts, this term. Raises Problem between terms."""
    program = to_change(program, by)
    term = current_term(program, clock.today_for(by))
    if term is None:
        raise Problem(_("No term runs today. Add the terms under School, then look again."))
    return TermCheck.objects.create(
        program=program,
        term=term,
        on=clock.today_for(by),
        is_team_active=answers.is_team_active,
        is_led=answers.is_led,
        has_student_voice=answers.has_student_voice,
        next_step=answers.next_step.strip()[:LONGEST],
        by_id=by.user_id,
    )


@action("program.check_year")
def check_year(program: Program, answers: YearAnswers, *, by: Viewer) -> YearCheck:
    """The yearly list. Raises Problem outside a school year."""
    program = to_change(program, by)
    year = current_year(program.school, clock.today_for(by))
    if year is None:
        raise Problem(_("There is no school year for today. Add it under School."))
    return YearCheck.objects.create(
        program=program,
        year=year,
        on=clock.today_for(by),
        done=[key for key in SUSTAIN if key in set(answers.done)],
        events=answers.events,
        teachers=answers.teachers,
        in_clubs=answers.in_clubs,
        remarks=answers.remarks.strip()[:LONGEST],
        next_step=answers.next_step.strip()[:LONGEST],
        by_id=by.user_id,
    )
