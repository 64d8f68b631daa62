"""The tables of this room, one module per subject."""

from kithwork.apps.studies.models.measure import CaseMeasure
from kithwork.apps.studies.models.out import Opening, Release
from kithwork.apps.studies.models.seal import Reading, Round, Seal
from kithwork.apps.studies.models.study import Case, Condition, DataFile, Outcome, Point, Study

__all__ = [
    "Case", "CaseMeasure", "Condition", "DataFile", "Opening", "Outcome", "Point", "Reading", "Release", "Round",
    "Seal", "Study",
]  # fmt: skip
