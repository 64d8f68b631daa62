"""Reading an XLSX workbook: values only, visible only, no entities, no macros."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax import SAXException

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from kithwork.apps.foundation.fault import Fault, FileRefused
from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.files.limits import LIMITS, Limits
from kithwork.apps.integrations.files.sentences import refuse, said
from kithwork.apps.integrations.files.workbook_parts import Hidden, look_through

# A double holds 15 digits; a longer number has already lost its last ones.
SAFE_NUMBER = 10**15
UNREADABLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    SAXException,
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
            if any(values[self.limits.columns :]):
                raise refuse(
                    "too-many-columns",
                    file=self.upload.name,
                    line=number,
                    limit=self.limits.columns,
                )
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
    try:
        looked = look_through(upload, limits)
    except UNREADABLE as error:
        raise refuse(_why(error), file=upload.name) from error
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
    hidden = looked.get(paths[name].lstrip("/"))
    if hidden is None:  # not declared as a sheet
        raise refuse("bad-workbook", file=upload.name)
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


def _say_hidden(hidden: Hidden, file: str) -> Iterator[Fault]:
    if hidden.columns:
        letters = ", ".join(get_column_letter(n) for n in sorted(hidden.columns)[:10])
        yield said("hidden-columns", file=file, columns=letters)
    if hidden.rows:
        yield said("hidden-rows", file=file, count=len(hidden.rows), first=min(hidden.rows))
    if hidden.uncalculated:
        yield said(
            "uncalculated", file=file, count=hidden.uncalculated, cell=hidden.first_uncalculated
        )
    if hidden.merged:
        yield said("merged-cells", file=file, cells=", ".join(hidden.merged))


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
