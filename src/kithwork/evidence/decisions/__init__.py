"""Decision rules over data: whether a condition holds, does not, or cannot be told yet, and what it stands on.

A rule proposes and a person decides. Nothing here decides anything, and nothing here knows whom the data
are about.
"""

from __future__ import annotations

from kithwork.evidence.decisions.deciding import Comparison, comparisons, decide
from kithwork.evidence.decisions.facts import Condition, Facts, Finding, Gather, Seen, State
from kithwork.evidence.decisions.order import first_open
from kithwork.evidence.decisions.rules import Weighed, weigh

__all__ = [
    "Comparison",
    "Condition",
    "Facts",
    "Finding",
    "Gather",
    "Seen",
    "State",
    "Weighed",
    "comparisons",
    "decide",
    "first_open",
    "weigh",
]
