"""The live guard: what each case and phase has, what is still needed, and which rules fail and could still be met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies.gathered import Gathered, gathered
from kithwork.apps.studies.models import Outcome, Study
from kithwork.apps.studies.queries.look import outcome_of
from kithwork.apps.studies.report_made import decisions_of, may_claim
from kithwork.evidence.design import Decision
from kithwork.evidence.design.needs import StillNeeded

RATINGS = {
    "without_reservations": _("Meets the table without reservations"),
    "with_reservations": _("Meets the table with reservations"),
    "does_not_meet": _("Does not meet the table yet"),
}


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase of one case: its sessions with a score, those without one, how many were scored twice and how well."""

    case: str
    phase: str
    n: int
    gaps: str
    twice_pct: int | None
    agreement_pct: int | None
    is_going_on: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that fails, and whether it could still be met in this study."""

    code: str
    sentence: str
    can_be_met: bool


@dataclass(frozen=True, slots=True)
class Check:
    """The rating of the study, or of one case where each is judged by itself."""

    of: str
    design: str
    rating: str
    label: str
    rules: Sequence[Rule]
    needed: Sequence[StillNeeded]
    notes: Sequence[str]
    reviewer: Sequence[str]


@dataclass(frozen=True, slots=True)
class GuardPage:
    study: Study
    outcome: Outcome | None
    outcomes: Sequence[Outcome]
    lines: Sequence[PhaseLine]
    checks: Sequence[Check]
    claim: str
    says_gone: str


def guard_page(viewer: Viewer, study: Study, asked: str | None) -> GuardPage:
    found = gathered(study, viewer)
    outcome = outcome_of(found, asked)
    decisions = decisions_of(found, outcome) if outcome else ()
    return GuardPage(
        study, outcome, found.outcomes, _lines(found, outcome) if outcome else [],
        [_check(one) for one in decisions], may_claim(study, decisions), found.says_gone,
    )  # fmt: skip


def _lines(found: Gathered, outcome: Outcome) -> list[PhaseLine]:
    coverage = {(one.case, one.phase): one for one in found.coverage_of(outcome)}
    lines = []
    for one in found.series_of(outcome):
        for number, run in enumerate(one.runs, start=1):
            of_it = coverage.get((one.case, f"{run.label}\x1f{number}"))
            gaps = [f"{point.session:g}" for point in run.points if point.value is None]
            lines.append(
                PhaseLine(
                    one.case,
                    found.names.get(run.label, run.label),
                    len(run.scores),
                    ", ".join(gaps),
                    round(100 * of_it.share) if of_it else None,
                    round(100 * of_it.mean) if of_it and of_it.mean is not None else None,
                    number == len(one.runs),
                )
            )
    return lines


def _check(one: Decision) -> Check:
    lost = {need.code for needed in one.still_needed for need in needed.needs if not need.possible}
    rules = [
        Rule(failing.code, failing.sentence, failing.code not in lost) for failing in one.failing
    ]
    reviewer = [
        f"{row.code}: {' '.join(row.sentences)}"
        for row in one.per_rule
        if row.verdict == "reviewer_decision"
    ]
    return Check(
        one.study,
        one.design[0].upper() + one.design[1:],
        str(RATINGS[one.rating]),
        one.label,
        rules,
        one.still_needed,
        one.notes,
        reviewer,
    )
