"""Reads of the first page, one module per part of it."""

from kithwork.apps.home.queries.day import LOGGED, DayHead, Tile, day_head, ribbon
from kithwork.apps.home.queries.me import Me, me
from kithwork.apps.home.queries.my_week import MyWeek, my_week
from kithwork.apps.home.queries.needs_you import Need, needs_you
from kithwork.apps.home.queries.overview import (
    SchoolCount,
    school_counts,
)
from kithwork.apps.home.queries.own import FACES, OwnPage, own_page
from kithwork.apps.home.queries.program import (
    ProgramSight,
    QualitySight,
    SchoolLine,
    Shelf,
    TodaySight,
    may_see_program,
    program_sight,
    quality_sight,
    school_lines,
    shelves,
    today_sight,
)
from kithwork.apps.home.queries.staff import StaffPage, staff_page
from kithwork.apps.home.queries.week import Ahead, Week, coming_up, this_week

__all__ = [
    "FACES",
    "LOGGED",
    "Ahead",
    "DayHead",
    "Me",
    "MyWeek",
    "Need",
    "OwnPage",
    "ProgramSight",
    "QualitySight",
    "SchoolCount",
    "SchoolLine",
    "Shelf",
    "StaffPage",
    "Tile",
    "TodaySight",
    "Week",
    "coming_up",
    "day_head",
    "may_see_program",
    "me",
    "my_week",
    "needs_you",
    "own_page",
    "program_sight",
    "quality_sight",
    "ribbon",
    "school_counts",
    "school_lines",
    "shelves",
    "staff_page",
    "this_week",
    "today_sight",
]
