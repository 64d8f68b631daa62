"""A class and a draw as files: JSON (kithwork-class/1, kithwork-draw/1), and a class as a plain CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kithwork.matching.classwide.answer import Draw
from kithwork.matching.classwide.faults import require_sound
from kithwork.matching.classwide.question import ClassQuestion, Student
from kithwork.matching.problem import BadProblem

CLASS, DRAW = "kithwork-class/1", "kithwork-draw/1"
MOST_BYTES = 2_000_000
COLUMNS = ("student", "rank", "score", "level", "here", "apart_from", "rather_apart", "together")
YES, NO = {"", "yes", "y", "1", "true"}, {"no", "n", "0", "false"}
# What a reader of the file has to mend, for the faults pydantic finds.
WORDS = {
    "missing": "is missing",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "date_parsing": "must be a date such as 2026-03-02",
    "date_type": "must be a date such as 2026-03-02",
    "date_from_datetime_parsing": "must be a date such as 2026-03-02",
    "tuple_type": "must be a list",
    "dataclass_type": "must be an object",
    "too_long": "has too many entries",
}
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class _Head:
    schema: str = ""


def class_json(question: ClassQuestion) -> bytes:
    """The question as JSON in the format kithwork-class/1."""
    return _with_schema(CLASS, TypeAdapter(ClassQuestion).dump_json(question))


def draw_json(draw: Draw) -> bytes:
    """The draw as JSON in the format kithwork-draw/1."""
    return _with_schema(DRAW, TypeAdapter(Draw).dump_json(draw))


def _with_schema(schema: str, body: bytes) -> bytes:
    return b'{"schema":"' + schema.encode() + b'",' + body[1:] + b"\n"


def class_from(text: str | bytes) -> ClassQuestion:
    """Read kithwork-class/1. Raises BadProblem with a sentence for every fault; unknown keys are ignored."""
    question = _read(text, CLASS, TypeAdapter(ClassQuestion))
    require_sound(question)
    return question


def draw_from(text: str | bytes) -> Draw:
    """Read kithwork-draw/1. Raises BadProblem with a sentence for every fault."""
    return _read(text, DRAW, TypeAdapter(Draw))


def _read(text: str | bytes, schema: str, adapter: TypeAdapter[Thing]) -> Thing:
    try:
        said = TypeAdapter(_Head).validate_json(text).schema
        if said != schema:
            raise BadProblem([f'schema: must be "{schema}", not {said[:40]!r}.'])
        return adapter.validate_json(text, strict=True)
    except ValidationError as bad:
        raise BadProblem([_sentence(dict(error)) for error in bad.errors()]) from None


def _sentence(error: dict[str, Any]) -> str:
    place = [f"row {step + 1}" if isinstance(step, int) else str(step) for step in error["loc"]]
    words = WORDS.get(error["type"], f"cannot be read ({error['msg']})")
    return f"{', '.join(place) or 'The file'} {words}."


def read_class(path: Path, *, on: date) -> ClassQuestion:
    """Read a class from a .csv or .json file; ``on`` is the day of the draw, where the file has none.

    Raises BadProblem with a sentence for every fault.
    """
    text = _text_of(path)
    return class_from_csv(text, on=on) if path.suffix.lower() == ".csv" else class_from(text)


def read_draw(path: Path) -> Draw:
    """Read a draw from a .json file. Raises BadProblem with a sentence for every fault."""
    return draw_from(_text_of(path))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadProblem([f"{path}: is larger than {MOST_BYTES // 1_000_000} MB."])
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadProblem(
            [f"{path}: cannot be read as UTF-8 text ({type(error).__name__})."]
        ) from None


# ------------------------------------------------------------ CSV


def class_from_csv(text: str, *, on: date) -> ClassQuestion:
    """Read a class list: one student a row.

    Columns: student; then any of rank, score, level, here (yes or no), apart_from and rather_apart
    (ids with ; between), together (the same word for those who stay together). A column with another
    name is a fault: a misspelt do-not-pair must not be overlooked.

    Raises BadProblem with a sentence for every fault.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    faults: list[str] = []
    try:
        head = [str(name).strip().lower() for name in rows.fieldnames or ()]
        faults += _head_faults(head)
        rows.fieldnames = head
        found = [] if faults else [_Row(row, rows.line_num, faults) for row in rows]
    except csv.Error as error:
        raise BadProblem([f"The file is not a CSV: {error}."]) from None
    if faults:
        raise BadProblem(faults)
    together: dict[str, list[str]] = {}
    for row in found:
        if row.together:
            together.setdefault(row.together, []).append(row.student.id)
    question = ClassQuestion(
        students=tuple(row.student for row in found),
        on=on,
        do_not_pair=tuple(pair for row in found for pair in row.pairs("apart_from")),
        rather_apart=tuple(pair for row in found for pair in row.pairs("rather_apart")),
        locks=tuple(map(tuple, together.values())),
    )
    require_sound(question)
    return question


def _head_faults(head: list[str]) -> Iterator[str]:
    if "student" not in head:
        yield f"The first line must name the columns, one of them student. Known: {', '.join(COLUMNS)}."
        return
    for name in head:
        if name not in COLUMNS:
            yield f"Column {name!r} is not known. Leave it out, or name it one of {', '.join(COLUMNS)}."
        elif head.count(name) > 1:
            yield f"Column {name!r} is there {head.count(name)} times. Keep one."


class _Row:
    def __init__(self, row: dict[Any, Any], line: int, faults: list[str]) -> None:
        self.cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        self.line, self.faults = line, faults
        if None in row:
            self._fault("has more cells than the first line has columns")
        rank = self._number("rank")
        if rank is not None and rank != int(rank):
            self._fault(f"rank {self.cells['rank']!r} is not a whole number")
        self.together = self.cells["together"]
        self.student = Student(
            id=self.cells["student"],
            rank=None if rank is None else int(rank),
            score=self._number("score"),
            level=self._number("level"),
            is_here=self._is_here(),
        )

    def _fault(self, words: str) -> None:
        self.faults.append(f"Line {self.line}: {words}.")

    def _number(self, name: str) -> float | None:
        cell = self.cells[name]
        try:
            number = float(cell) if cell else None
        except ValueError:
            number = float("nan")
        if number is not None and not abs(number) < 1e12:
            self._fault(f"{name} {cell[:40]!r} is not a number; leave it empty where there is none")
            return None
        return number

    def _is_here(self) -> bool:
        cell = self.cells["here"].lower()
        if cell not in YES | NO:
            self._fault(f"here {cell[:40]!r} must be yes or no")
        return cell in YES

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        for other in self.cells[name].split(";"):
            if other.strip():
                yield self.student.id, other.strip()
