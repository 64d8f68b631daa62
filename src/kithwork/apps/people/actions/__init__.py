"""What people do to the roster and to each other's access, one module per noun."""

from kithwork.apps.people.actions.access import (
    AccessRow,
    close_access,
    join_team,
    leave_team,
    open_access,
    team_cause,
)
from kithwork.apps.people.actions.blocked import block_time, unblock_time
from kithwork.apps.people.actions.colleagues import add_colleague, change_colleague
from kithwork.apps.people.actions.periods import name_all_periods
from kithwork.apps.people.actions.students import (
    add_student,
    change_student,
    close_student,
    reopen_student,
    set_disability_words,
    undo_student,
)

__all__ = [
    "AccessRow",
    "add_colleague",
    "add_student",
    "block_time",
    "change_colleague",
    "change_student",
    "close_access",
    "close_student",
    "join_team",
    "leave_team",
    "name_all_periods",
    "open_access",
    "reopen_student",
    "set_disability_words",
    "team_cause",
    "unblock_time",
    "undo_student",
]
