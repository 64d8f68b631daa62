# ruff: noqa: E501  — a table: one entry a line reads better than wrapped ones
"""Every sentence about a row of needs or volunteers that does not meet the school, with its reach."""

from __future__ import annotations

from typing import Any

from kithwork.apps.foundation.fault import Fault, Severity, fault_of
from kithwork.apps.integrations.files.sentences import gettext_noop
from kithwork.apps.people.roster.rows import At

ROW, NOTICE = Severity.ROW, Severity.NOTICE
_ = gettext_noop

SENTENCES = {
    "no-such-number": (ROW, _("No student here has the number {value}. Look it up under People.")),
    "two-of-one-number": (ROW, _("{count} students here have the number {value}. Mend that under People first.")),
    "no-such-student": (ROW, _("No student here is called {value}. Write the name as under People, or the student number.")),
    "two-of-one-name": (ROW, _("{count} students here are called {value}. Write the student number in this row.")),
    "number-and-name-differ": (ROW, _("The number {number} is {found} here, not {value}. Mend one of the two.")),
    "two-wishes-of-one-name": (ROW, _("{count} students here are called {value}. Write the student number in place of the name.")),
    "about-themselves": (ROW, _("The row names {value} as their own partner. Take that name out.")),
    "both-wishes": (ROW, _("{value} stands under both kinds of wishes. Keep one.")),
    "wish-said-twice": (ROW, _("Line {first} says the other wish about {value}. Keep one.")),
    "no-place": (ROW, _("The row says no place. Write class, lunch, free or hallway.")),
    "which-class": (ROW, _("The row says class but not which. Write the name of the class.")),
    "class-and-place": (ROW, _("The row names the class {value} but its place is {place}. Keep one.")),
    "no-such-class": (ROW, _("No class here is called {value}. Write it as under Classes.")),
    "not-in-class": (ROW, _("{name} is not in {value} now. Write one of their classes.")),
    "two-of-one-class": (ROW, _("{name} has {count} classes called {value}. Write the period too, or the class number.")),
    "no-such-period": (ROW, _("There is no period {value} here. The periods are {periods}.")),
    "class-not-then": (ROW, _("{value} is not at {period}. It is at {there}.")),
    "same-as-line": (ROW, _("The row says the same as line {first}. Keep one.")),
    "volunteer-twice": (ROW, _("{name} stands in line {first} already. Keep one row for each volunteer.")),
    "does-not-fit": (ROW, _("{why}")),
    "conflict": (NOTICE, _("{name}: {why}")),
    "stays-paused": (NOTICE, _("{name} is paused and stays so.")),
    "stays-finished": (NOTICE, _("{name} has finished and stays so.")),
    "not-ready-yet": (NOTICE, _("{name} has no role yet, so they stand as offered, not ready.")),
    "grade-limit": (NOTICE, _("{name} offers more than plans use for their grade. The offer is kept as said.")),
}  # fmt: skip


class NotTaken(Exception):  # noqa: N818  — said as a sentence
    """This row cannot be taken. Carries the fault that says why."""

    def __init__(self, at: At, code: str, column: str = "", **words: Any) -> None:
        super().__init__(code)
        self.fault = said(at, code, column, **words)


def said(at: At, code: str, column: str = "", **words: Any) -> Fault:
    return fault_of(SENTENCES, code, file=at.file, line=at.line, column=column, **words)
