# ruff: noqa: E501  — a table: one sentence a line reads better than wrapped ones
"""Every sentence about a roster against what we hold, with its reach."""

from __future__ import annotations

from kithwork.apps.foundation.fault import Severity


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translators; it is translated when it is shown."""
    return message


FILE, ROW, NOTICE = Severity.FILE, Severity.ROW, Severity.NOTICE
_ = gettext_noop

SENTENCES = {
    "unknown-org": (FILE, _("There is no school {value} in the file. It has: {schools}.")),
    "many-schools": (FILE, _("The file holds {count} schools and none is known here. Say which is yours: {schools}.")),
    "left-out": (NOTICE, _("{count} rows belong to other schools and were left out.")),
    "same-number": (ROW, _("{name} has the student number {value}, which {other} has here under another id. Say that they are one person, or mend the number.")),
    "number-twice-here": (ROW, _("More than one student here has the number {value}. Mend that first.")),
    "unknown-here": (ROW, _("{value} is neither in this file nor held here.")),
    "stale": (NOTICE, _("{count} rows are older than what is held and were left as they are.")),
    "other-schools-student": (NOTICE, _("{count} students are enrolled in a class of another school; those enrolments were left out.")),
    "no-place": (NOTICE, _("{count} people of the file work or learn at no school of it and were left out.")),
    "unknown-term": (NOTICE, _("The term {value} has no dates in the file and is not known here; classes were kept without it.")),
    "terms-over": (NOTICE, _("Every term of the file is over; the last ended on {value}. Its classes will meet on no day from now on, unless you read them as this year's.")),
    "mass-removal": (FILE, _("{count} of {held} students would leave. If that is right, say so by giving the number {count}.")),
    "wrong-number": (FILE, _("{given} is not the number of students who would leave: {count}. Nothing was changed.")),
}  # fmt: skip
