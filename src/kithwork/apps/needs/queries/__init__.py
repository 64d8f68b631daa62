"""Reads of the needs room: for its pages, and for plans."""

from kithwork.apps.needs.queries.conflicts import Week, conflicts_of
from kithwork.apps.needs.queries.for_import import Standing, standing_of
from kithwork.apps.needs.queries.for_plan import (
    PlanNeed,
    PlanWishes,
    do_not_pairs_for_plan,
    needs_for_plan,
    who_has_needs,
    wishes_for_plan,
)
from kithwork.apps.needs.queries.needs_page import NeedsPage, needs_page, where_of
from kithwork.apps.needs.queries.student_page import (
    OwnTimetable,
    StudentNeedsPage,
    do_not_pair_or_404,
    kept_apart_of,
    need_or_404,
    own_timetable,
    student_page,
    students_named,
    wish_or_404,
)

__all__ = [
    "NeedsPage",
    "OwnTimetable",
    "PlanNeed",
    "PlanWishes",
    "Standing",
    "StudentNeedsPage",
    "Week",
    "conflicts_of",
    "do_not_pair_or_404",
    "do_not_pairs_for_plan",
    "kept_apart_of",
    "need_or_404",
    "needs_for_plan",
    "needs_page",
    "own_timetable",
    "standing_of",
    "student_page",
    "students_named",
    "where_of",
    "who_has_needs",
    "wish_or_404",
    "wishes_for_plan",
]
