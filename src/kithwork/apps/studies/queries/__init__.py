"""What the pages show, each beginning at what the viewer may see."""

from kithwork.apps.studies.queries.guard import guard_page
from kithwork.apps.studies.queries.look import (
    case_or_404,
    condition_or_404,
    file_choices,
    opening_or_404,
    outcome_of,
    outcome_or_404,
    researchers_to_let_in,
    seals_page,
    studies_page,
    study_or_404,
    study_page,
)
from kithwork.apps.studies.queries.measures import (
    case_measure_or_404,
    measures_page,
    studies_with,
)
from kithwork.apps.studies.queries.reading import (
    desk,
    own_readings_page,
    reading_or_404,
    readings_page,
    round_or_404,
)
from kithwork.apps.studies.queries.release import release_or_404, releases_page, risk_page
from kithwork.apps.studies.queries.report import report_page

__all__ = [
    "case_measure_or_404", "case_or_404", "condition_or_404", "desk", "file_choices", "guard_page", "measures_page",
    "opening_or_404", "outcome_of", "outcome_or_404", "own_readings_page", "reading_or_404", "readings_page",
    "release_or_404", "releases_page", "report_page", "researchers_to_let_in", "risk_page", "round_or_404",
    "seals_page", "studies_page", "studies_with", "study_or_404", "study_page",
]  # fmt: skip
