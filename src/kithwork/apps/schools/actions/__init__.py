"""What people do to a school's set-up, one module per noun."""

from kithwork.apps.schools.actions.bells import (
    BellsChanged,
    DayType,
    Slot,
    put_day_types,
    remove_bells,
    save_bells,
    undo_bells,
)
from kithwork.apps.schools.actions.calendar import (
    DayEdit,
    DaysChanged,
    Holiday,
    add_holidays,
    asks_about_rotation,
    change_days,
    undo_days,
)
from kithwork.apps.schools.actions.school import (
    change_school,
    make_school,
    name_periods,
    set_cycle,
    set_limits,
)
from kithwork.apps.schools.actions.years import (
    TermRow,
    add_year,
    change_year,
    copy_year,
    remove_year,
)

__all__ = [
    "BellsChanged",
    "DayEdit",
    "DayType",
    "DaysChanged",
    "Holiday",
    "Slot",
    "TermRow",
    "add_holidays",
    "add_year",
    "asks_about_rotation",
    "change_days",
    "change_school",
    "change_year",
    "copy_year",
    "make_school",
    "name_periods",
    "put_day_types",
    "remove_bells",
    "remove_year",
    "save_bells",
    "set_cycle",
    "set_limits",
    "undo_bells",
    "undo_days",
]
