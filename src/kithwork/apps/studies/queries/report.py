"""The report of a study, with its masked readings beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies import masked
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.live import misses_a_case
from kithwork.apps.studies.models import Outcome, Study
from kithwork.apps.studies.queries.look import outcome_of
from kithwork.apps.studies.queries.reading import outcome_of_round
from kithwork.apps.studies.report_made import Report, report_of


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    outcomes: Sequence[Outcome]
    reading: masked.Outcome | None


def report_page(viewer: Viewer, study: Study, asked: str | None) -> ReportPage:
    """Raises Http404 for a study without an outcome: there is nothing to report."""
    found = gathered(study, viewer)
    outcome = outcome_of(found, asked)
    if outcome is None:
        raise Http404
    report = report_of(found, outcome, list(study.seals.all()), zone=viewer.timezone)
    rounds = study.rounds.filter(outcome=outcome, opened_at__isnull=False)
    opened = next((one for one in rounds if not misses_a_case(one)), None)
    return ReportPage(report, found.outcomes, outcome_of_round(opened) if opened else None)
