"""Reads of plans, shaped for their pages, one module per page."""

from kithwork.apps.plans.queries.compare import ComparePage, compare_page
from kithwork.apps.plans.queries.gaps import Gap, Substitute, gaps_on
from kithwork.apps.plans.queries.landing import (
    OpenInPlan,
    PlanPage,
    ask_defaults,
    ask_or_404,
    draft_or_404,
    open_in_plan,
    plan_page,
)
from kithwork.apps.plans.queries.panel import NeedPanel, SessionPanel, need_panel, session_panel
from kithwork.apps.plans.queries.publish_check import PublishCheck, publish_check
from kithwork.apps.plans.queries.review import ReviewPage, cell_chips, review_page
from kithwork.apps.plans.queries.ways import Move, Trio, Ways, instead_words, ways_for

__all__ = [
    "ComparePage",
    "Gap",
    "Move",
    "NeedPanel",
    "OpenInPlan",
    "PlanPage",
    "PublishCheck",
    "ReviewPage",
    "SessionPanel",
    "Substitute",
    "Trio",
    "Ways",
    "ask_defaults",
    "ask_or_404",
    "cell_chips",
    "compare_page",
    "draft_or_404",
    "gaps_on",
    "instead_words",
    "need_panel",
    "open_in_plan",
    "plan_page",
    "publish_check",
    "review_page",
    "session_panel",
    "ways_for",
]
