"""Which measures could be cases of a study, and which are: the one page of a study with names, for who adds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.policies import visible_measures
from kithwork.apps.people.models import Student
from kithwork.apps.studies import policies
from kithwork.apps.studies.actions.measure import LETTERS, why_closed
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.live import cases_in, usable
from kithwork.apps.studies.models import CaseMeasure, Outcome, Point, Study


@dataclass(frozen=True, slots=True)
class Added:
    """A measure that is in the study: its code, whose it is, and how many of its sessions have a score."""

    row: CaseMeasure
    sessions: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    study: Study
    added: Sequence[Added]
    eligible: Sequence[Measure]
    n_without: int
    codes: Sequence[str]
    next_code: str
    # Whether all cases are tiers of one student.
    is_of_one: bool
    outcomes: Sequence[Outcome]
    why_closed: str
    says_gone: str


def measures_page(viewer: Viewer, study: Study) -> MeasuresPage:
    """Measures of students with permission for research, of those this viewer may see; of the rest only how many."""
    today = clock.today_for(viewer)
    rows = CaseMeasure.objects.filter(study=study, measure__in=visible_measures(viewer))
    inside = usable(
        rows.select_related("case", "outcome", "measure__student", "measure__run"), today
    )
    known = {one.measure_id for one in inside}
    open_ones = visible_measures(viewer).filter(school_id=study.school_id, ended_on__isnull=True)
    others = list(
        open_ones.exclude(pk__in=known)
        .select_related("student", "run")
        .order_by("student__last_name", "student__first_name", "pk")
    )
    whose = _whose(study)
    if whose is not None:
        others = [one for one in others if one.student_id in whose]
    may = live(Purpose.RESEARCH, today, {one.student_id for one in others})
    found = gathered(study, viewer)
    taken = {one.case_id for one in study.measures.all()}
    free = [one.code for one in cases_in(study) if one.pk not in taken]
    return MeasuresPage(
        study, [_added(one, found.points.get((one.case_id, one.outcome_id), ())) for one in inside],
        [one for one in others if one.student_id in may], sum(one.student_id not in may for one in others),
        free, free[0] if free else _unused(study), study.is_of_one, found.outcomes,
        why_closed(study), found.says_gone,
    )  # fmt: skip


def studies_with(student: Student) -> int:
    """In how many studies this student is a case today."""
    rows = CaseMeasure.objects.filter(measure__student=student).select_related("measure")
    now = usable(rows, clock.today(student.school.timezone))
    return len({one.study_id for one in now})


def case_measure_or_404(viewer: Viewer, row_id: int) -> CaseMeasure:
    """One that is in a study this viewer sees, of a measure they may see."""
    rows = CaseMeasure.objects.filter(
        study__in=policies.visible_studies(viewer), measure__in=visible_measures(viewer)
    )
    return first_or_404(rows.select_related("study__school").filter(pk=row_id))


def _added(row: CaseMeasure, points: Sequence[Point]) -> Added:
    scored = [one.on for one in points if one.value is not None and one.on is not None]
    return Added(row, len(scored), max(scored, default=None))


def _whose(study: Study) -> set[int] | None:
    """Of whom a further measure could be: anybody, or the one student whose tiers are here."""
    if not study.is_of_one:
        return None
    known = {
        one.measure.student_id if one.measure else 0
        for one in study.measures.filter(ended_at__isnull=True).select_related("measure")
    }
    return known or None


def _unused(study: Study) -> str:
    known, letter = set(study.cases.values_list("code", flat=True)), LETTERS[study.across]
    return next(code for n in range(1, len(known) + 2) if (code := f"{letter}{n}") not in known)
