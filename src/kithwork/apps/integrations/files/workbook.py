"""Reading an XLSX workbook: values only, visible only, no entities, no macros."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from kithwork.apps.foundation.fault import Fault, FileRefused
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.limits import LIMITS, Limits
from kithwork.apps.integrations.files.sentences import refuse, said

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# A double holds 15 digits; a longer number has already lost its last ones.
SAFE_NUMBER = 10**15
UNREADABLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    AssertionError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of one sheet is hidden, merged or never calculated."""

    columns: frozenset[int]
    rows: frozenset[int]
    merged: tuple[str, ...]
    uncalculated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet, read as text."""

    name: str
    upload: Upload
    sheets: tuple[str, ...]  # every visible one
    hidden: Hidden
    faults: tuple[Fault, ...]
    limits: Limits = LIMITS

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells as text, hidden rows and columns left out."""
        with self.upload.entries[0].open() as stream:
            book = _load(stream, self.upload.name)
            try:
                yield from self._visible(book[self.name])
            except UNREADABLE as error:
                raise refuse(_why(error), file=self.upload.name) from error
            finally:
                book.close()

    def _visible(self, sheet: Any) -> Iterator[tuple[int, list[str]]]:
        count = 0
        # The size a sheet declares is a claim; rows are counted as they come.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number in self.hidden.rows:
                continue
            values = [
                _text(cell) for i, cell in enumerate(cells, 1) if i not in self.hidden.columns
            ]
            if not any(values):
                continue
            count += 1
            if count > self.limits.rows + 1:
                raise refuse("too-many-rows", file=self.upload.name, limit=self.limits.rows)
            if any(len(value) > self.limits.cell for value in values):
                raise refuse(
                    "cell-too-long", file=self.upload.name, line=number, limit=self.limits.cell
                )
            yield number, values


def open_sheet(upload: Upload, wanted: str = "", *, limits: Limits = LIMITS) -> Sheet:
    """The sheet of this name, or the first visible one.

    Raises FileRefused when there is none, or the workbook is damaged or unsafe.
    """
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl does not see defusedxml: workbooks would expand entities")
    with upload.entries[0].open() as stream:
        book = _load(stream, upload.name)
        try:
            states = {ws.title: ws.sheet_state for ws in book.worksheets}
            paths = {ws.title: ws._worksheet_path for ws in book.worksheets}
        finally:
            book.close()
    visible = tuple(title for title, state in states.items() if state == "visible")
    if not visible:
        raise refuse("no-visible-sheet", file=upload.name)
    name = wanted or visible[0]
    if name not in visible:
        raise refuse("unknown-sheet", file=upload.name, sheet=wanted)
    hidden = _look(upload, paths[name])
    faults = [
        said("hidden-sheet", file=upload.name, sheet=title)
        for title, state in states.items()
        if state != "visible"
    ]
    faults += _say_hidden(hidden, upload.name)
    return Sheet(name, upload, visible, hidden, tuple(faults), limits)


def _why(error: BaseException | None) -> str:
    """Unsafe, when an entity was met anywhere on the way; else merely damaged."""
    while error is not None:
        if isinstance(error, DefusedXmlException):
            return "unsafe-xml"
        error = error.__cause__ or error.__context__
    return "bad-workbook"


def _load(stream: Any, name: str) -> Any:
    try:
        return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except UNREADABLE as error:
        raise refuse(_why(error), file=name) from error


def _look(upload: Upload, path: str) -> Hidden:
    """Walk the sheet's own XML for what openpyxl's read-only mode does not tell."""
    columns: set[int] = set()
    rows: set[int] = set()
    merged: list[str] = []
    uncalculated: list[str] = []
    try:
        with (
            upload.entries[0].open() as stream,
            zipfile.ZipFile(stream) as archive,
            archive.open(path.lstrip("/")) as part,
        ):
            rows_of_sheet = None
            for event, node in iterparse(part, events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    rows_of_sheet = node if node.tag == f"{MAIN}sheetData" else rows_of_sheet
                    continue
                _note(node, columns, rows, merged, uncalculated)
                if node.tag == f"{MAIN}row" and rows_of_sheet is not None:
                    rows_of_sheet.clear()  # a million empty rows are still a million rows
    except UNREADABLE as error:
        raise refuse(_why(error), file=upload.name) from error
    return Hidden(frozenset(columns), frozenset(rows), tuple(merged), tuple(uncalculated))


def _note(
    node: Any, columns: set[int], rows: set[int], merged: list[str], uncalculated: list[str]
) -> None:
    kind = node.tag.removeprefix(MAIN)
    if kind == "col" and node.get("hidden") in {"1", "true"}:
        first, last = int(node.get("min")), int(node.get("max"))
        columns.update(range(first, min(last, 16_384) + 1))
    elif kind == "row":
        if node.get("hidden") in {"1", "true"} and node.get("r"):
            rows.add(int(node.get("r")))
    elif kind == "c":
        formula = node.find(f"{MAIN}f")
        if formula is not None and not node.findtext(f"{MAIN}v"):
            uncalculated.append(node.get("r") or "?")
    elif kind == "mergeCell" and node.get("ref"):
        range_boundaries(node.get("ref"))
        merged.append(node.get("ref"))


def _say_hidden(hidden: Hidden, file: str) -> Iterator[Fault]:
    if hidden.columns:
        letters = ", ".join(get_column_letter(n) for n in sorted(hidden.columns)[:10])
        yield said("hidden-columns", file=file, columns=letters)
    if hidden.rows:
        yield said("hidden-rows", file=file, count=len(hidden.rows), first=min(hidden.rows))
    if hidden.uncalculated:
        yield said(
            "uncalculated", file=file, count=len(hidden.uncalculated), cell=hidden.uncalculated[0]
        )
    if hidden.merged:
        yield said("merged-cells", file=file, cells=", ".join(hidden.merged[:5]))


def _text(cell: Any) -> str:
    """A cell's value as a person sees it, as far as that can be known without guessing."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value).strip()


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return "#NUM!"
        if value.is_integer() and abs(value) < SAFE_NUMBER:
            value = int(value)
    if abs(value) >= SAFE_NUMBER:
        return f"{value:.2E}"  # reads as damaged, which it is
    text = str(value)
    shape = number_format.split(";")[0]
    if shape and set(shape) == {"0"} and isinstance(value, int) and value >= 0:
        return text.zfill(len(shape))  # 00123 is how the sheet shows it
    return text


__all__ = ["FileRefused", "Sheet", "open_sheet"]
