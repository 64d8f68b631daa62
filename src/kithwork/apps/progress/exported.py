"""The points of a student as files: a table, the same for programs, and a codebook that says what columns mean. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation.cells import as_csv
from kithwork.apps.measures.readings import Reading

FORMAT = "kithwork-progress/1"
COLUMNS = (
    "student", "measure", "session", "date", "phase", "value", "unit", "scale", "improvement",
    "setting", "is_probe", "why_none", "adult_level", "goal", "aim_line",
)  # fmt: skip


def rows_of(reading: Reading) -> Iterator[dict[str, Any]]:
    """Every point, those without a value too, in the order of their days. The student is a number."""
    measure = reading.measure
    own = zip(reading.dots, reading.phases, strict=True)
    points = [(dot, phase, False) for dot, phase in own]
    points += [(dot, "probe", True) for dot in reading.probes]
    ordered = sorted(points, key=lambda one: (one[0].on, one[0].order, one[2]))
    for place, (dot, phase, is_probe) in enumerate(ordered, start=1):
        yield {
            "student": measure.student_id,
            "measure": measure.name,
            "session": place,
            "date": dot.on.isoformat(),
            "phase": phase,
            "value": dot.value,
            "unit": measure.unit,
            "scale": measure.scale,
            "improvement": measure.improvement,
            "setting": dot.setting or measure.setting,
            "is_probe": is_probe,
            "why_none": dot.why_none if dot.value is None else "",
            "adult_level": reading.level_on(dot.on),
            "goal": reading.goal.level if reading.goal is not None else None,
            "aim_line": reading.aim_on(dot.on),
        }


def codebook() -> list[tuple[str, str]]:
    """What each column means."""
    said = {
        "student": _("The student's number in Kithwork. Names are not in this file."),
        "measure": _("What is followed, as the team calls it."),
        "session": _("Place in the order of days, from 1. Sessions without a value count."),
        "date": _("The day, as year-month-day."),
        "phase": _("What the practice was in; a number after it is another stretch of the same."),
        "value": _("In the unit beside it. Empty is missing, never zero."),
        "unit": _("What one unit of the value is."),
        "scale": _("count, rate, percentage, proportion or other."),
        "improvement": _("Which way is better: increase or decrease."),
        "setting": _("Where it was seen."),
        "is_probe": _("true: a check in another place than where it is practised."),
        "why_none": _("Why a session has no value."),
        "adult_level": _("Where the adult was: 5 leads, 4 beside, 3 near, 2 roving, 1 looks in, 0 away."),
        "goal": _("The level hoped for, where there is one that whoever exports may read."),
        "aim_line": _("Height of the line from where it began to the goal, on that day."),
    }  # fmt: skip
    return [(name, said[name]) for name in COLUMNS]


def files_of(readings: Sequence[Reading], about: Sequence[str]) -> dict[str, bytes]:
    """points.csv, points.json, codebook.csv and a page that says who took it along, and for what."""
    rows = [row for reading in readings for row in rows_of(reading)]
    table = [[_cell(row[name]) for name in COLUMNS] for row in rows]
    book = codebook()
    body = {"format": FORMAT, "rows": rows, "codebook": dict(book)}
    return {
        "points.csv": as_csv(COLUMNS, table),
        "points.json": (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(),
        "codebook.csv": as_csv(("column", "meaning"), [[*line] for line in book]),
        "README.txt": ("\n".join(about) + "\n").encode(),
    }


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
