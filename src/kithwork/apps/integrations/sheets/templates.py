"""Blank sheets to fill in, whose headings our own mapper knows."""

from __future__ import annotations

from kithwork.apps.integrations.roster_sheet.targets import NEEDS, ROSTER, VOLUNTEERS
from kithwork.apps.integrations.sheets.write import as_csv, as_xlsx

HEADINGS: dict[str, tuple[str, ...]] = {
    ROSTER: (
        "Student number", "First name", "Last name", "Preferred name", "Grade", "Homeroom",
        "Lunch wave", "Period 1 class", "Period 1 teacher", "Period 1 room", "Period 2 class",
        "Period 2 teacher", "Period 2 room",
    ),
    NEEDS: (
        "Student number", "Full name", "Place", "Class", "Period", "Role", "Times a week",
        "Peers per session", "Minutes", "Brings", "Would like to know", "Would rather not",
        "How asked", "From", "Until",
    ),
    VOLUNTEERS: (
        "Student number", "Full name", "Roles", "Minutes a week", "Sessions a week",
        "Sessions a day", "Partners", "Lunches a week", "Protected classes", "Would like to know",
        "Would rather not",
    ),
}  # fmt: skip
EXAMPLES: dict[str, tuple[str | int, ...]] = {
    ROSTER: (
        "01001", "Sam", "Example", "", "7", "H2", "Lunch A", "Science 7", "Lee, Robin", "204",
        "Art", "Gray, Ana", "11",
    ),
    NEEDS: (
        "01001", "Example, Sam", "class", "Science 7", "1", "tutor", 3, "1-2", 30,
        "Knows every bird by its call", "01002", "", "speech", "2026-09-08", "2027-01-22",
    ),
    VOLUNTEERS: (
        "01002", "Example, Kim", "tutor; buddy", 90, 3, 1, 2, 1, "Algebra 1", "01001", "",
    ),
}  # fmt: skip


def blank_template(purpose: str, ending: str, *, with_example: bool = False) -> bytes:
    """The headings of one purpose as ``csv`` or ``xlsx``, and one made-up row on request."""
    rows = [EXAMPLES[purpose]] if with_example else []
    write = as_xlsx if ending == "xlsx" else as_csv
    return write(HEADINGS[purpose], rows)
