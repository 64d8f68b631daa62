"""What is written about the course: cohort, units, placements, journals, seminars, marks."""

from kithwork.apps.courses.actions.cohort import (
    CohortFrame,
    add_members,
    end_cohort,
    leave_course,
    set_mix,
    start_cohort,
)
from kithwork.apps.courses.actions.forget import forget_journals
from kithwork.apps.courses.actions.journal import (
    EntryFrame,
    choose_entry,
    give_feedback,
    read_feedback,
    take_entry_out,
    write_entry,
    write_entry_for,
)
from kithwork.apps.courses.actions.placement import (
    PlacementFrame,
    approve_day,
    end_placement,
    give_idea,
    place,
    read_idea,
    refuse_day,
    say_day,
)
from kithwork.apps.courses.actions.teaching import (
    check_unit,
    give_mark,
    plan_seminar,
    set_unit,
    write_down_who_came,
)

__all__ = [
    "CohortFrame",
    "EntryFrame",
    "PlacementFrame",
    "add_members",
    "approve_day",
    "check_unit",
    "choose_entry",
    "end_cohort",
    "end_placement",
    "forget_journals",
    "give_feedback",
    "give_idea",
    "give_mark",
    "leave_course",
    "place",
    "plan_seminar",
    "read_feedback",
    "read_idea",
    "refuse_day",
    "say_day",
    "set_mix",
    "set_unit",
    "start_cohort",
    "take_entry_out",
    "write_down_who_came",
    "write_entry",
    "write_entry_for",
]
