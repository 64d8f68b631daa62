"""Reads of the progress room, each shaped for a page."""

from kithwork.apps.progress.queries.student import ProgressPage, progress_page
from kithwork.apps.progress.queries.students import StudentsPage, students_page

__all__ = ["ProgressPage", "StudentsPage", "progress_page", "students_page"]
