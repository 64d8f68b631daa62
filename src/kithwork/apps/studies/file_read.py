"""A file of somebody's series: its columns, matched to ours; its series, or every fault with the line it is on. Pure."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files import Choices, read_long_csv, series_from
from kithwork.evidence.files.cells import table_of
from kithwork.evidence.files.series_json import objects
from kithwork.evidence.graph import gather
from kithwork.evidence.series import Series

# The largest published single-case data sets have a few thousand rows (tag D, ours).
MOST_BYTES = 1_000_000
MOST_ROWS = 20_000
MOST_CASES = 60
MOST_OUTCOMES = 12
MOST_PHASES = 40
MOST_NAME = 60
MOST_COLUMNS = 60
# Beyond these nothing can be drawn, judged or kept (tag D, ours); what a person types is held to them too.
MOST_SESSION = 100_000
MOST_SCORE = 1e12
MOST_INTERVALS = 100_000
NEEDED = ("case", "session", "phase", "value")
FIELDS = (*NEEDED, "outcome", "date", "agreement")
OUTCOME_UNNAMED = "Score"
# Words people write above such a column, in small letters.
ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "case": ("case", "participant", "student", "subject", "id", "person", "tier", "code"),
    "session": ("session", "session_number", "session number", "sessions", "time", "observation", "nr", "no"),
    "phase": ("phase", "condition", "treatment", "stage"),
    "value": ("value", "score", "y", "measure", "result", "count", "percent"),
    "outcome": ("outcome", "behavior", "behaviour", "dependent variable", "dv", "variable"),
    "date": ("date", "on", "day"),
    "agreement": ("agreement", "ioa", "interobserver agreement", "agreement_pct"),
}  # fmt: skip
# What rows of a long CSV may say of themselves, under the library's own words.
SAID_BY_ROWS = (
    "improvement",
    "direction",
    "scale",
    "minutes",
    "session_minutes",
    "observation_length",
    "intervals",
    "goal",
)
Place = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was chosen: its name, its text, and whether it is JSON."""

    name: str
    text: str

    @property
    def is_json(self) -> bool:
        if self.name.lower().endswith((".csv", ".tsv", ".txt")):
            return False
        return self.name.lower().endswith(".json") or self.text.lstrip()[:1] in {"[", "{"}

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: its series and, by case, outcome and session, how well two observers agreed in percent."""

    series: tuple[Series, ...]
    agreement: Mapping[Place, float]

    @property
    def points(self) -> int:
        return sum(len(one.sessions) for one in self.series)


def decoded(name: str, content: bytes) -> Given:
    """The file as text. Raises BadData for one too large, empty, or no text in UTF-8."""
    if len(content) > MOST_BYTES:
        raise refuse(
            "too_large", f"The file has more than {MOST_BYTES // 1000} kB. Split it by case."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        row = content[: broken.start].count(b"\n") + 1
        said = "This is not text in UTF-8. Save the file as CSV UTF-8."
        raise refuse("not_utf8", said, row=row) from None
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise refuse("not_text", "This line is no text. Save the file as CSV UTF-8.", row=row)
    return Given(name, text)


def header_of(given: Given) -> list[str]:
    """The names above the columns, as they stand. Raises BadData where there is no row."""
    header, _rows = table_of(given.text, "a header and one row for each session")
    if len(header) > MOST_COLUMNS:
        raise refuse(
            "too_many_columns", f"More than {MOST_COLUMNS} columns. Leave some out.", row=1
        )
    return header


def guessed(header: Sequence[str]) -> dict[str, int]:
    """field -> place of the column that is most likely it; a field nobody names is left out."""
    found: dict[str, int] = {}
    for name, words in ALSO_CALLED.items():
        places = [header.index(word) for word in words if word in header]
        free = [place for place in places if place not in found.values()]
        if free:
            found[name] = free[0]
    return found


def read(given: Given, columns: Mapping[str, int], choices: Choices) -> Found:
    """The series of a file. Raises BadData with every fault: its line, and the column as the file calls it."""
    if given.is_json:
        return _checked(_from_json(given.text, choices), {})
    lacking = [name for name in NEEDED if name not in columns]
    if lacking:
        raise BadData(
            Fault("no_column", f"Say which column is the {name}.", 1, name) for name in lacking
        )
    header, rows = table_of(given.text, "a header and one row for each session")
    text, lines, agreement = _rewritten(header, list(rows), columns)
    try:
        series = read_long_csv(text, choices)
    except BadData as bad:
        raise BadData(_in_place(fault, lines, header, columns) for fault in bad.faults) from None
    series = [replace(one, rows=[lines[row] for row in one.rows or ()]) for one in series]
    try:
        return _checked(series, agreement)
    except BadData as bad:
        raise BadData(_in_place(fault, {}, header, columns) for fault in bad.faults) from None


def _rewritten(
    header: list[str], rows: list[tuple[int, list[str]]], columns: Mapping[str, int]
) -> tuple[str, dict[int, int], dict[Place, float]]:
    """The same rows under the library's names, one line each; which line of the file each was; the agreement beside."""
    if len(rows) > MOST_ROWS:
        raise refuse(
            "too_many_rows", f"More than {MOST_ROWS:,} rows. Split the file by case.", row=MOST_ROWS
        )
    taken = [(name, place) for name, place in columns.items() if name != "agreement"]
    own = [
        (name, place)
        for place, name in enumerate(header)
        if name in SAID_BY_ROWS and place not in columns.values()
    ]
    page, lines = io.StringIO(newline=""), {1: 1}
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow([name for name, _place in (*taken, *own)])
    agreement, faults = {}, []
    for number, (line, cells) in enumerate(rows, start=2):
        lines[number] = line
        padded = [*cells, *[""] * (len(header) - len(cells))]
        kept = [" ".join(padded[place].split()) for _name, place in (*taken, *own)]
        writer.writerow([*kept, *(cell for cell in cells[len(header) :] if cell.strip())])
        if "agreement" in columns and (
            text := padded[columns["agreement"]].strip().rstrip("%").strip()
        ):
            try:
                agreement[_place(padded, columns)] = _percent(text)
            except ValueError:
                said = f"{text!r} is no agreement. Write percent from 0 to 100, or leave it empty."
                faults.append(Fault("bad_agreement", said, line, header[columns["agreement"]]))
    if faults:
        raise BadData(faults)
    return page.getvalue(), lines, agreement


def _place(cells: Sequence[str], columns: Mapping[str, int]) -> Place:
    def word(name: str) -> str:
        return " ".join(cells[columns[name]].split()) if name in columns else ""

    try:
        session = float(word("session"))
    except ValueError:
        session = 0.0  # the library tells what is wrong with it
    return word("case"), word("outcome"), session


def _percent(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 100:
        raise ValueError
    return number


def _in_place(
    fault: Fault, lines: Mapping[int, int], header: Sequence[str], columns: Mapping[str, int]
) -> Fault:
    column = fault.column
    if column in columns and columns[column] < len(header):
        column = header[columns[column]]
    return replace(fault, row=lines.get(fault.row or 0, fault.row), column=column)


def _from_json(text: str, choices: Choices) -> list[Series]:
    found: list[Series] = []
    faults: list[Fault] = []
    for row, fields in enumerate(objects(text), start=1):
        if row > MOST_ROWS:
            raise refuse(
                "too_many_rows", f"More than {MOST_ROWS:,} cases. Split the file.", row=row
            )
        try:
            found.append(series_from(_object(fields, row), row, choices))
        except BadData as bad:
            faults += bad.faults
    if faults:
        raise BadData(faults)
    # A B and a later A B of one case are one series.
    return list(gather(found, outcomes=list(dict.fromkeys(one.outcome for one in found))).series)


def _object(fields: Any, row: int) -> Mapping[str, Any]:
    if not isinstance(fields, Mapping):
        raise refuse("not_a_case", "This is not an object with A and B.", row=row)
    return fields


def _checked(series: Sequence[Series], agreement: Mapping[Place, float]) -> Found:
    faults: list[Fault] = []
    for what, column, named, most in (
        ("cases", "case", [(one.case, one.points[0].row) for one in series], MOST_CASES),
        ("outcomes", "outcome", [(one.outcome, one.points[0].row) for one in series], MOST_OUTCOMES),
        ("phases", "phase", [(run.label, run.points[0].row) for one in series for run in one.runs], MOST_PHASES),
    ):  # fmt: skip
        first: dict[str, int | None] = {}
        for name, row in named:
            first.setdefault(name, row)
        if len(first) > most:
            said = f"{len(first)} {what}: a study holds at most {most}. Split the file."
            faults.append(Fault("too_many", said))
        faults += _bad_names(column, first)
    for one in series:
        faults += _too_large(one)
    if faults:
        raise BadData(faults)
    twice = {
        (case, outcome or OUTCOME_UNNAMED, session): pct
        for (case, outcome, session), pct in agreement.items()
    }
    return Found(
        tuple(one if one.outcome else replace(one, outcome=OUTCOME_UNNAMED) for one in series),
        twice,
    )


def _bad_names(column: str, first: Mapping[str, int | None]) -> Iterator[Fault]:
    for name, row in first.items():
        if column == "case" and not name:
            yield Fault("nothing_there", "There is no case here. Write one.", row, column)
        elif len(name) > MOST_NAME:
            said = f"{name[:20]!r}… has {len(name)} letters. Write at most {MOST_NAME}."
            yield Fault("bad_name", said, row, column)
        elif not all(letter.isprintable() for letter in name):
            # An invisible mark would make two names that look alike; written out, it can be found.
            said = f"{name!a} holds a sign that cannot be seen. Write it again without."
            yield Fault("bad_name", said, row, column)


def _too_large(one: Series) -> Iterator[Fault]:
    """Numbers no study has, which no page could draw and one of the engines could not keep."""
    if one.intervals is not None and one.intervals > MOST_INTERVALS:
        said = f"A session has at most {MOST_INTERVALS:,} intervals."
        yield Fault("too_large", said, one.points[0].row, "intervals")
    if one.goal is not None and abs(one.goal) > MOST_SCORE:
        yield Fault("too_large", f"{one.goal:g} is too large.", one.points[0].row, "goal")
    for point in one.points:
        if said := too_large(point.session, point.value):
            column = "session" if abs(point.session) > MOST_SESSION else "value"
            yield Fault("too_large", said, point.row, column)


def too_large(session: float, value: float | None) -> str | None:
    """What is wrong with the size of a session's number or score, and what to write; None for nothing."""
    if abs(session) > MOST_SESSION:
        return f"Session {session:g} is too large a number. Number sessions 1, 2, 3."
    if value is not None and abs(value) > MOST_SCORE:
        return f"{value:g} is too large for a score. Give it in a larger unit."
    return None
