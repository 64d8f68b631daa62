"""Reads of this room. What groups came to; never one person."""

from kithwork.apps.evaluations.queries.evaluation import (
    EvaluationPage,
    evaluation_or_404,
    evaluation_page,
    evaluations_list,
    surveys_to_choose,
)

__all__ = [
    "EvaluationPage", "evaluation_or_404", "evaluation_page", "evaluations_list", "surveys_to_choose",
]  # fmt: skip
