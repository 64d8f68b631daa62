"""Two observers' records from long CSV, session by session."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kithwork.evidence.agreement.result import is_amount
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.cells import table_of
from kithwork.evidence.files.long_csv import NO_DATA

# Case, outcome, phase and number of a session.
Key = tuple[str, str, str, float]
BY_INTERVAL, BY_BOUT = ("session", "interval", "count"), ("session", "onset", "offset")
WORDS = ("case", "outcome", "phase")


@dataclass(slots=True)
class Record:
    """One observer's sessions: counts by interval, or ends of bouts by their onsets, in seconds."""

    kind: str
    words: tuple[str, ...] = ()
    sessions: dict[Key, dict[float, Any]] = field(default_factory=dict)


def read_record(text: str) -> Record:
    """One observer's long CSV: ``session, interval, count`` (or ``value``), or ``session, onset, offset``.

    ``case``, ``outcome`` and ``phase`` may stand beside; commas, semicolons or tabs. An empty count or NA
    marks an interval that was not scored; an onset and offset both empty mark a session that was watched
    and had no bout.

    Raises
    ------
    BadData
        With every fault by row (the header is row 1) and column.
    """
    names, rows = table_of(text, "a header and one row for each interval or bout")
    names = ["count" if name == "value" else name for name in names]
    record = Record(_kind(names), tuple(word for word in WORDS if word in names))
    faults: list[Fault] = []
    for row, cells in rows:
        faults += _take_row(record, row, names, cells)
    if faults:
        raise BadData(faults)
    if not record.sessions:
        raise refuse(
            "empty_file",
            "The file has a header but no row. Add one for each interval or bout.",
            row=2,
        )
    return record


def _kind(names: list[str]) -> str:
    for kind, needed in (("interval", BY_INTERVAL), ("bout", BY_BOUT)):
        if set(needed) <= set(names):
            for name in (*WORDS, *needed):
                if names.count(name) > 1:
                    said = f"The header has {name!r} more than once. Keep one."
                    raise refuse("column_twice", said, row=1, column=name)
            return kind
    raise refuse(
        "no_column",
        f"The header needs {', '.join(BY_INTERVAL)}; or {', '.join(BY_BOUT)}.",
        row=1,
    )


def _take_row(record: Record, row: int, names: list[str], cells: list[str]) -> list[Fault]:
    """Put one row where it belongs; the faults that keep it from there."""
    if any(cell.strip() for cell in cells[len(names) :]):
        said = (
            f"This row has {len(cells)} cells and the header {len(names)}. "
            "Write decimals with a point, or put semicolons between the cells."
        )
        return [Fault("too_many_cells", said, row)]
    own = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    place, what = BY_INTERVAL[1:] if record.kind == "interval" else BY_BOUT[1:]
    faults: list[Fault] = []
    session = _number(own, "session", row, faults)
    if record.kind == "bout" and not own.get(place) and not own.get(what):
        if session is not None:
            record.sessions.setdefault(_key(own, session), {})
        return faults
    at = _number(own, place, row, faults)
    empty = record.kind == "interval" and own.get(what, "").lower() in NO_DATA
    value = None if empty else _number(own, what, row, faults)
    if faults or session is None or at is None:
        return faults
    if record.kind == "bout" and value is not None and value < at:
        said = f"This bout ends at {value:g}, before {at:g}. Mend one of the two."
        return [Fault("ends_before_it_begins", said, row, what)]
    known = record.sessions.setdefault(_key(own, session), {})
    if at in known:
        said = f"{place.capitalize()} {at:g} of session {session:g} is there twice. Keep one of the two."
        return [Fault("duplicate_row", said, row, place)]
    known[at] = value
    return []


def _key(own: Mapping[str, str], session: float) -> Key:
    case, outcome, phase = (own.get(word, "") for word in WORDS)
    return case, outcome, phase, session


def _number(own: Mapping[str, str], name: str, row: int, faults: list[Fault]) -> float | None:
    text = own.get(name, "")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if is_amount(number) and "_" not in text:
        return number
    said = f"{text!r} is not zero or a number above. Write the number, decimals with a point."
    faults.append(Fault("not_a_number", said, row, name))
    return None
