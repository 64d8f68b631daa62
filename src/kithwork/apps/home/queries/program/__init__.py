"""Is it happening, is it good, is everyone included? One school, for who answers for it. No student is named."""

from kithwork.apps.home.queries.program.district import SchoolLine, school_lines
from kithwork.apps.home.queries.program.page import (
    ProgramSight,
    TodaySight,
    may_see_program,
    program_sight,
    today_sight,
)

__all__ = [
    "ProgramSight",
    "SchoolLine",
    "TodaySight",
    "may_see_program",
    "program_sight",
    "school_lines",
    "today_sight",
]
