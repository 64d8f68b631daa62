"""Is it happening, is it good, is everyone included? One school, for who answers for it. No student is named."""

from kithwork.apps.home.queries.program.district import SchoolLine, school_lines
from kithwork.apps.home.queries.program.page import (
    ProgramSight,
    QualitySight,
    TodaySight,
    may_see_program,
    program_sight,
    quality_sight,
    today_sight,
)
from kithwork.apps.home.queries.program.reports import Shelf, shelves

__all__ = [
    "ProgramSight",
    "QualitySight",
    "SchoolLine",
    "Shelf",
    "TodaySight",
    "may_see_program",
    "program_sight",
    "quality_sight",
    "school_lines",
    "shelves",
    "today_sight",
]
