"""The termly look, the stages and what keeps a program alive."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs import stages, wording
from kithwork.apps.programs.fidelity import Question, Score, overall, questions, scores
from kithwork.apps.programs.models import (
    FidelityReview,
    Program,
    StageGate,
    TermCheck,
    YearCheck,
)
from kithwork.apps.programs.signs import Sign, current_term, sign_of
from kithwork.apps.schools.models import SchoolYear, Term
from kithwork.apps.schools.queries import current_year


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at the thirty questions, with its scores."""

    review: FidelityReview
    parts: tuple[Score, ...]
    whole: Score


@dataclass(frozen=True, slots=True)
class FidelityPage:
    term: Term | None
    parts: tuple[tuple[str, list[Question]], ...]
    looked: tuple[Looked, ...]
    # What stands for this term, so that a second look begins with it.
    answers: dict[str, str]


def fidelity_page(viewer: Viewer, program: Program) -> FidelityPage:
    term = current_term(program, clock.today_for(viewer))
    rows = list(program.reviews.select_related("term").order_by("-on", "-pk"))
    newest = next((row for row in rows if term is not None and row.term_id == term.pk), None)
    return FidelityPage(
        term=term,
        parts=tuple(questions(viewer, program)),
        looked=tuple(Looked(row, tuple(scores(row.answers)), overall(row.answers)) for row in rows),
        answers=dict(newest.answers) if newest else {},
    )


@dataclass(frozen=True, slots=True)
class StageLine:
    key: str
    name: str
    does: str
    is_done: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class GateLine:
    gate: StageGate
    from_stage: str
    to_stage: str


@dataclass(frozen=True, slots=True)
class StagesPage:
    lines: tuple[StageLine, ...]
    conditions: tuple[stages.Condition, ...]
    gates: tuple[GateLine, ...]
    following: str
    following_name: str
    before: str
    before_name: str

    @property
    def unmet(self) -> int:
        return sum(one.is_met is False for one in self.conditions)


def stages_page(viewer: Viewer, program: Program) -> StagesPage:
    here = stages.ORDER.index(stages.Stage(program.stage))
    after, earlier = stages.following(program.stage), stages.before(program.stage)
    return StagesPage(
        lines=tuple(
            StageLine(
                key, str(wording.STAGES[key]), str(wording.STAGES_DO[key]), n < here, n == here
            )
            for n, key in enumerate(stages.ORDER)
        ),
        conditions=tuple(stages.conditions(viewer, program)),
        gates=tuple(
            GateLine(one, str(wording.STAGES[one.from_stage]), str(wording.STAGES[one.to_stage]))
            for one in program.gates.all()
        ),
        following=after or "",
        following_name=str(wording.STAGES[after]) if after else "",
        before=earlier or "",
        before_name=str(wording.STAGES[earlier]) if earlier else "",
    )


@dataclass(frozen=True, slots=True)
class SustainPage:
    term: Term | None
    year: SchoolYear | None
    signs: tuple[Sign, ...]
    term_checks: tuple[TermCheck, ...]
    year_checks: tuple[tuple[YearCheck, list[str], list[str]], ...]


def sustain_page(viewer: Viewer, program: Program) -> SustainPage:
    today = clock.today_for(viewer)
    signs = (sign_of(key, viewer, program) for key in ("active_team", "student_ideas"))
    return SustainPage(
        term=current_term(program, today),
        year=current_year(program.school, today),
        signs=tuple(one for one in signs if one is not None),
        term_checks=tuple(program.term_checks.select_related("term")),
        year_checks=tuple(
            (
                one,
                [str(words) for key, words in wording.SUSTAIN.items() if key in one.done],
                [str(words) for key, words in wording.SUSTAIN.items() if key not in one.done],
            )
            for one in program.year_checks.select_related("year")
        ),
    )
