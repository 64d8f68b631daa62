"""Reads of the suggestions room, each for whoever looks."""

from kithwork.apps.suggestions.queries.cards import (
    Card,
    CheckLine,
    PointRow,
    card_of,
    open_for,
    open_in,
    suggestion_or_404,
)
from kithwork.apps.suggestions.queries.history import (
    HistoryLine,
    decision_or_404,
    history_of,
)
from kithwork.apps.suggestions.queries.pages import RunPage, decide_list, run_or_404, run_page
from kithwork.apps.suggestions.queries.today import Ask, needs_you, waiting
from kithwork.apps.suggestions.queries.values import (
    RuleLine,
    rule_lines,
    sealed_or_404,
    sealed_rules,
)

__all__ = [
    "Ask",
    "Card",
    "CheckLine",
    "HistoryLine",
    "PointRow",
    "RuleLine",
    "RunPage",
    "card_of",
    "decide_list",
    "decision_or_404",
    "history_of",
    "needs_you",
    "open_for",
    "open_in",
    "rule_lines",
    "run_or_404",
    "run_page",
    "sealed_or_404",
    "sealed_rules",
    "suggestion_or_404",
    "waiting",
]
