"""What the house and people do here: look, decide, answer a check, tell, set a value, seal."""

from kithwork.apps.suggestions.actions.decide import (
    Choice,
    answer_check,
    decide_suggestion,
    finish_decision,
    take_back,
)
from kithwork.apps.suggestions.actions.look import look_at_program, look_at_run
from kithwork.apps.suggestions.actions.values import reset_value, seal_rules, set_value, tell

__all__ = [
    "Choice",
    "answer_check",
    "decide_suggestion",
    "finish_decision",
    "look_at_program",
    "look_at_run",
    "reset_value",
    "seal_rules",
    "set_value",
    "take_back",
    "tell",
]
