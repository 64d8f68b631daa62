"""Tables of this room."""

from kithwork.apps.evaluations.models.evaluation import Evaluation, Value

__all__ = ["Evaluation", "Value"]
