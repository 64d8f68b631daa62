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

__all__ = [
    "ComparePage",
    "Gap",
    "NeedPanel",
    "OpenInPlan",
    "PlanPage",
    "PublishCheck",
    "ReviewPage",
    "SessionPanel",
    "Substitute",
    "ask_defaults",
    "ask_or_404",
    "cell_chips",
    "compare_page",
    "draft_or_404",
    "gaps_on",
    "need_panel",
    "open_in_plan",
    "plan_page",
    "publish_check",
    "review_page",
    "session_panel",
]
