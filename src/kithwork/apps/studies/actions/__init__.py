"""What is done to a study, one module per subject."""

from kithwork.apps.studies.actions.bring_in import Brought, bring_in
from kithwork.apps.studies.actions.measure import MeasureFrame, add_measure, take_out
from kithwork.apps.studies.actions.point import PointFrame, correct_point, write_point
from kithwork.apps.studies.actions.reading import lay_out, mark_reading, open_key
from kithwork.apps.studies.actions.release import (
    ReleaseFrame,
    Taken,
    ask_release,
    decide_release,
    take_release,
)
from kithwork.apps.studies.actions.seal import draw_and_seal, seal_rules
from kithwork.apps.studies.actions.study import (
    OutcomeFrame,
    StudyFrame,
    add_cases,
    add_outcome,
    change_study,
    close_to,
    name_condition,
    open_to,
    say_band,
    start_study,
)

__all__ = [
    "Brought", "MeasureFrame", "OutcomeFrame", "PointFrame", "ReleaseFrame", "StudyFrame", "Taken", "add_cases",
    "add_measure", "add_outcome", "ask_release", "bring_in", "change_study", "close_to", "correct_point",
    "decide_release", "draw_and_seal", "lay_out", "mark_reading", "name_condition", "open_key", "open_to", "say_band",
    "seal_rules", "start_study", "take_out", "take_release", "write_point",
]  # fmt: skip
