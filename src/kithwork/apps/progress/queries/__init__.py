"""Reads of the progress room, each shaped for a page."""

from kithwork.apps.progress.queries.board import BoardRow, fade_board
from kithwork.apps.progress.queries.student import (
    ProgressPage,
    holds_plan_goal,
    progress_page,
    runs_with,
)
from kithwork.apps.progress.queries.students import StudentsPage, students_page
from kithwork.apps.progress.queries.together import TogetherPage, together_page

__all__ = [
    "BoardRow",
    "ProgressPage",
    "StudentsPage",
    "TogetherPage",
    "fade_board",
    "holds_plan_goal",
    "progress_page",
    "runs_with",
    "students_page",
    "together_page",
]
