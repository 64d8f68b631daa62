"""Long CSV: one row a session, with case, outcome, session, phase and value."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kithwork.evidence.estimate import Aim
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.cells import Rows, table_of
from kithwork.evidence.files.choices import Choices
from kithwork.evidence.series import Scale, Series, value_fault

NEEDED = ("case", "session", "phase", "value")
# Other words for the same column.
ALSO = {
    "direction": "improvement",
    "session_minutes": "minutes",
    "observation_length": "minutes",
    "on": "date",
}
NO_DATA = frozenset({"", "na", "n/a", "nan", "null", "none", "."})
# Somebody observed on that day: a year outside is a slip of the keyboard.
YEARS = range(1900, 2100)
NO_DIRECTION = (
    "Say which way is better: increase or decrease, in this column or for the whole file."
)
WRITTEN = (
    "case", "outcome", "session", "phase", "value", "scale", "improvement",
    "minutes", "intervals", "goal", "date",
)  # fmt: skip


@dataclass(slots=True)
class _Gathered:
    """The rows of one case and outcome as they come."""

    first_row: int
    facts: dict[str, Any]
    rows: dict[float, int] = field(default_factory=dict)  # of each session
    sessions: list[float] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    dates: list[date | None] = field(default_factory=list)


def read_long_csv(text: str, choices: Choices | None = None) -> list[Series]:
    """Every case and outcome of a long CSV, in the order they first come.

    Columns ``case``, ``session``, ``phase`` and ``value``, and where wanted ``outcome``, ``improvement``
    (or ``direction``), ``scale``, ``minutes``, ``intervals``, ``goal`` and ``date``. Commas, semicolons or
    tabs; an empty value, NA or a point marks a session without data. What rows do not say is taken from
    ``choices``; a scale nobody names is "other".

    Raises
    ------
    BadData
        With every fault, by row (the header is row 1) and column.
    """
    chosen = choices or Choices()
    header, rows = _table(text)
    faults: list[Fault] = []
    gathered: dict[tuple[str, str], _Gathered] = {}
    if chosen.improvement is None and "improvement" not in header:
        # Said once, not for each row; one is put in for now, so that what else is wrong is told too.
        faults.append(Fault("no_direction", NO_DIRECTION, 1, "improvement"))
        chosen = replace(chosen, improvement="increase")
    for row, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            faults.append(_too_many(row, len(cells), len(header)))
            continue
        faults += _take(row, dict(zip(header, cells, strict=False)), chosen, gathered)
    if not gathered and not faults:
        raise refuse(
            "empty_file", "The file has a header but no row. Add one row for each session.", row=2
        )
    if faults:
        raise BadData(faults)
    return [_series(key, found) for key, found in gathered.items()]


def _table(text: str) -> tuple[list[str], Rows]:
    """Header names and the rows below with their line numbers."""
    names, rows = table_of(text, "a header and one row for each session")
    header = [ALSO.get(name, name) for name in names]
    lacking = [name for name in NEEDED if name not in header]
    if lacking:
        raise BadData(
            Fault(
                "no_column",
                f"There is no column {name!r}. The header needs: {', '.join(NEEDED)}.",
                1,
                name,
            )
            for name in lacking
        )
    if twice := [name for name in WRITTEN if header.count(name) > 1]:
        raise BadData(
            Fault("column_twice", f"The header has {name!r} more than once. Keep one.", 1, name)
            for name in twice
        )
    return header, rows


def _too_many(row: int, cells: int, names: int) -> Fault:
    """A decimal comma makes two cells of one number: taken as it stands, 3,5 would be 3."""
    return Fault(
        "too_many_cells",
        f"This row has {cells} cells and the header {names}. "
        "Write decimals with a point, or put semicolons between the cells.",
        row,
    )


def _take(
    row: int,
    cells: Mapping[str, str],
    choices: Choices,
    gathered: dict[tuple[str, str], _Gathered],
) -> list[Fault]:
    """Put one row where it belongs; the faults that keep it from there."""
    read = _Row(row, cells)
    case = read.text("case", needed=True)
    phase = read.text("phase", needed=True)
    session = read.number("session", needed=True)
    value = read.number("value")
    facts = _facts(read, choices)
    if not read.faults and value is not None:
        fault = value_fault(value, facts["scale"])
        if fault:
            read.faults.append(Fault(fault[0], fault[1], row, "value"))
    if read.faults or session is None:
        return read.faults
    key = (case, read.text("outcome"))
    found = gathered.setdefault(key, _Gathered(row, facts))
    faults = [*_repeated(found, session, row), *_other_facts(found, facts, row)]
    if not faults:
        found.rows[session] = row
        found.sessions.append(session)
        found.values.append(value)
        found.phases.append(phase)
        found.dates.append(read.day("date"))
    return faults + read.faults


def _repeated(found: _Gathered, session: float, row: int) -> Iterator[Fault]:
    before = found.rows.get(session)
    if before is not None:
        yield Fault(
            "duplicate_session",
            f"Session {session:g} of this case is already in row {before}. Keep one of the two.",
            row,
            "session",
        )


def _other_facts(found: _Gathered, facts: Mapping[str, Any], row: int) -> Iterator[Fault]:
    for name, value in facts.items():
        if value != found.facts[name]:
            yield Fault(
                "changes_within_case",
                f"{value} here, but {found.facts[name]} in row {found.first_row}. One case and outcome has one {name}.",
                row,
                name,
            )


def _facts(read: _Row, choices: Choices) -> dict[str, Any]:
    """Direction, scale and lengths of one row, its own before the file's."""
    improvement = read.text("improvement").lower() or choices.improvement or ""
    if improvement not in {"increase", "decrease"}:
        read.fault("no_direction", NO_DIRECTION, "improvement")
    named = read.text("scale").lower() or choices.scale or Scale.OTHER
    if named not in set(Scale):
        read.fault(
            "bad_scale", f"{named!r} is not a scale. Use one of: {', '.join(Scale)}.", "scale"
        )
        named = Scale.OTHER
    return {
        "improvement": improvement,
        "scale": Scale(named),
        "minutes": _length(read, "minutes", choices.minutes),
        "intervals": _length(read, "intervals", choices.intervals),
        "goal": choices.goal if (goal := read.number("goal")) is None else goal,
    }


def _length(read: _Row, name: str, for_all: float | None) -> float | None:
    value = read.number(name)
    value = for_all if value is None else value
    if value is not None and value <= 0:
        read.fault("bad_length", f"{value:g} is not a length. Give a number above zero.", name)
    elif name == "intervals" and value is not None and value != int(value):
        read.fault(
            "bad_length", f"A session has no {value:g} intervals. Give a whole number.", name
        )
    return value


@dataclass(slots=True)
class _Row:
    """One row's cells, and what is wrong with them."""

    row: int
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, sentence: str, column: str) -> None:
        self.faults.append(Fault(code, sentence, self.row, column))

    def text(self, name: str, *, needed: bool = False) -> str:
        text = (self.cells.get(name) or "").strip()
        if needed and not text:
            self.fault("nothing_there", f"There is no {name} here. Write one.", name)
        return text

    def number(self, name: str, *, needed: bool = False) -> float | None:
        text = self.text(name, needed=needed)
        if text.lower() in NO_DATA:
            if needed and text:
                self.fault("not_a_number", f"{text!r} is not a number. Write the number.", name)
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if "_" in text or not math.isfinite(number):
            mend = "Write a number with a point, or leave the cell empty where there are no data."
            self.fault("not_a_number", f"{text!r} is not a number. {mend}", name)
            return None
        return number

    def day(self, name: str) -> date | None:
        text = self.text(name)
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.fault("not_a_date", f"{text!r} is not a date. Write it as 2026-11-23.", name)
            return None
        return found


def _series(key: tuple[str, str], found: _Gathered) -> Series:
    facts = found.facts
    direction: Aim = facts["improvement"]
    return Series(
        case=key[0],
        outcome=key[1],
        sessions=found.sessions,
        values=found.values,
        phases=found.phases,
        improvement=direction,
        scale=facts["scale"],
        session_minutes=facts["minutes"],
        intervals=None if facts["intervals"] is None else int(facts["intervals"]),
        goal=facts["goal"],
        dates=found.dates if any(found.dates) else None,
        rows=[found.rows[session] for session in found.sessions],
    )


def write_long_csv(series: Iterable[Series]) -> str:
    """The series as long CSV, every session a row; `read_long_csv` reads the same back."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(WRITTEN)
    for one in series:
        for point in one.points:
            writer.writerow(
                [
                    safe(one.case),
                    safe(one.outcome),
                    _plain(point.session),
                    safe(point.phase),
                    _plain(point.value),
                    one.scale,
                    one.improvement,
                    _plain(one.session_minutes),
                    _plain(one.intervals),
                    _plain(one.goal),
                    point.on.isoformat() if point.on else "",
                ]
            )
    return page.getvalue()


def _plain(number: float | None) -> str:
    """A number as text that reads back to the same number; empty for None."""
    if number is None:
        return ""
    return (
        str(int(number))
        if float(number).is_integer() and abs(number) < 1e15
        else repr(float(number))
    )


def safe(text: str) -> str:
    """Text that a spreadsheet will not run as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
