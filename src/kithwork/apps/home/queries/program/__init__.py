"""Is it happening, is it good, is everyone included? One school, for who answers for it. No student is named."""

from kithwork.apps.home.queries.program.page import (
    ProgramSight,
    TodaySight,
    may_see_program,
    program_sight,
    today_sight,
)

__all__ = ["ProgramSight", "TodaySight", "may_see_program", "program_sight", "today_sight"]
