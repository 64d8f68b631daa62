"""Looking through the XML of a workbook before a library builds anything from it.

A few kilobytes of zip can hold millions of elements, or one cell at the far corner of a sheet.
Everything is counted here as a stream, and what is out of all proportion is refused.
"""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.sax.handler import ContentHandler

from defusedxml.expatreader import DefusedExpatParser

from kithwork.apps.integrations.files.archive import CHUNK, Upload
from kithwork.apps.integrations.files.limits import LIMITS, Limits
from kithwork.apps.integrations.files.sentences import refuse

CONTENT_TYPES = "[Content_Types].xml"
SHEET_TYPES = ("worksheet+xml", "chartsheet+xml", "dialogsheet+xml", "macrosheet+xml")
STRINGS_TYPE = "sharedStrings+xml"
BYTE_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
DEEPEST = 64
NAMED = 5  # merged cells named to a person


class TooMuch(Exception):  # noqa: N818  a fact about the file, said as a sentence by the caller
    """The part is out of proportion: too many elements, too deep, too wide."""


@dataclass(slots=True)
class Hidden:
    """What of one sheet is hidden, merged or never calculated."""

    columns: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    uncalculated: int = 0
    first_uncalculated: str = ""


class _Counting(ContentHandler):
    """Counts the elements of a part, and how deep they lie."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.left, self.depth = most, 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  the name SAX calls
        self.left -= 1
        self.depth += 1
        if self.left < 0 or self.depth > DEEPEST:
            raise TooMuch
        self.met(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802  the name SAX calls
        self.depth -= 1
        self.left_behind(name.rpartition(":")[2])

    def met(self, kind: str, attrs: Any) -> None:
        """Hook: an element begins."""

    def left_behind(self, kind: str) -> None:
        """Hook: an element ends."""


class _ContentTypes(_Counting):
    """Which part is what, as the workbook says."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.kinds: dict[str, str] = {}

    def met(self, kind: str, attrs: Any) -> None:
        if kind != "Override":
            return
        part = attrs["PartName"].lstrip("/")
        if part in self.kinds:
            raise ValueError("one part, two kinds")
        self.kinds[part] = attrs["ContentType"]


class _SheetScan(_Counting):
    """The shape of one sheet: rows in order, no wider than we take, and what of it is hidden."""

    def __init__(self, limits: Limits, elements: int) -> None:
        super().__init__(elements)
        self.found = Hidden()
        self.spanned = 0
        self.room, self.beside = limits.cells, limits.part_elements
        self.in_row = False
        self.row = self.column = 0
        self.cell, self.has_formula, self.value = "", False, ""
        self.in_value = False

    def met(self, kind: str, attrs: Any) -> None:
        if kind == "row":
            self._row(attrs)
        elif self.in_row:
            self._in_row(kind, attrs)
        else:
            self._beside_rows(kind, attrs)

    def _in_row(self, kind: str, attrs: Any) -> None:
        match kind:
            case "c":
                self._cell(attrs)
            case "f":
                self.has_formula = True
            case "v":
                self.in_value = True

    def _beside_rows(self, kind: str, attrs: Any) -> None:
        self.beside -= 1
        if self.beside < 0:
            raise TooMuch
        if kind == "col":
            self._hidden_columns(attrs)
        elif kind == "mergeCell" and len(self.found.merged) < NAMED:
            self.found.merged.append(attrs["ref"][:20])

    def _row(self, attrs: Any) -> None:
        said = attrs.get("r")
        row = int(float(said)) if said else self.row + 1
        if not self.row < row <= LAST_ROW:
            raise ValueError("rows out of order")
        self.row, self.column, self.in_row = row, 0, True
        if attrs.get("hidden") in {"1", "true"}:
            self.found.rows.add(row)

    def _cell(self, attrs: Any) -> None:
        self.cell = attrs.get("r") or ""
        before = self.column
        self.column = column_of(self.cell) if self.cell else before + 1
        if self.column <= before:
            raise ValueError("cells out of order")
        self.room -= self.column - before
        if self.column > LAST_COLUMN or self.room < 0:
            raise TooMuch
        self.has_formula, self.value = False, ""

    def _hidden_columns(self, attrs: Any) -> None:
        if attrs.get("hidden") in {"1", "true"}:
            first, last = max(1, int(attrs["min"])), min(int(attrs["max"]), LAST_COLUMN)
            self.spanned += max(0, last - first + 1)
            if self.spanned > LAST_COLUMN:
                raise ValueError("a column said twice")
            self.found.columns.update(range(first, last + 1))

    def left_behind(self, kind: str) -> None:
        if kind == "v":
            self.in_value = False
        elif kind == "row":
            self.in_row = False
        elif kind == "c" and self.has_formula and not self.value:
            self.found.uncalculated += 1
            self.found.first_uncalculated = self.found.first_uncalculated or self.cell or "?"

    def characters(self, content: str) -> None:
        if self.in_value:
            self.value = self.value or content.strip()[:1]


def column_of(cell: str) -> int:
    """3 for C7; 0 when the name has no letters."""
    column = 0
    for letter in cell:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
        if column > LAST_COLUMN:
            raise TooMuch
    return column


def look_through(upload: Upload, limits: Limits = LIMITS) -> dict[str, Hidden]:
    """Count every part, and say of each sheet what is hidden in it, by the name of its part.

    Raises FileRefused for a part out of proportion; defusedxml's and SAX's own errors otherwise.
    """
    found: dict[str, Hidden] = {}
    left = limits.sheet_elements
    with upload.entries[0].open() as stream, zipfile.ZipFile(stream) as archive:
        names = {info.filename for info in archive.infolist() if not info.is_dir()}
        types = _ContentTypes(limits.part_elements)
        _walk(archive, CONTENT_TYPES, types, upload)
        for name in sorted(names - {CONTENT_TYPES}):
            kind = types.kinds.get(name, "")
            if kind.endswith(SHEET_TYPES):
                scan = _SheetScan(limits, left)
                _walk(archive, name, scan, upload)
                found[name], left = scan.found, scan.left
            elif _is_xml(archive, name):
                most = limits.text_elements if kind.endswith(STRINGS_TYPE) else limits.part_elements
                _walk(archive, name, _Counting(most), upload)
    return found


def _walk(archive: zipfile.ZipFile, part: str, handler: _Counting, upload: Upload) -> None:
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.feed(chunk)
        parser.close()
    except TooMuch as error:
        raise refuse("workbook-too-large", file=upload.name, name=part) from error


def _is_xml(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as stream:
        head = stream.read(64)
    return head.lstrip().startswith(b"<") or head.startswith(BYTE_MARKS)
