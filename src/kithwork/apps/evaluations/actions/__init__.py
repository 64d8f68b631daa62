"""What is done in this room."""

from kithwork.apps.evaluations.actions.evaluation import (
    EvaluationFrame,
    set_up_from_file,
    set_up_from_survey,
)

__all__ = ["EvaluationFrame", "set_up_from_file", "set_up_from_survey"]
