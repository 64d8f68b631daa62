"""Reads of the needs room: for its pages, and for plans."""

from kithwork.apps.needs.queries.for_plan import (
    PlanNeed,
    PlanWishes,
    do_not_pairs_for_plan,
    needs_for_plan,
    wishes_for_plan,
)

__all__ = [
    "PlanNeed",
    "PlanWishes",
    "do_not_pairs_for_plan",
    "needs_for_plan",
    "wishes_for_plan",
]
